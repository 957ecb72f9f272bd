using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Every native signature of this assembly is made of blittable types. Saying so lets the compiler call libc without a stub that is
// generated while the program runs, and makes a signature that is not blittable an error of the build.
[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
