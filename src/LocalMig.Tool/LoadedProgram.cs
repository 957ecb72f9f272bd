using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using LocalMig.Suite;

namespace LocalMig.Tool;

/// <summary>Loads what the program refers to before it is needed: a VM that may open no descriptor more still has to say so, and the
/// runtime opens a file for every assembly that it loads.</summary>
internal static class LoadedProgram
{
    /// <summary>Loads it.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A trimmed program is compiled ahead of time, and has nothing to load.")]
    public static void Load()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
            return;
        foreach (Assembly part in new[] { typeof(LoadedProgram).Assembly, typeof(Case).Assembly, typeof(Wire.ParseError).Assembly })
        {
            foreach (AssemblyName name in part.GetReferencedAssemblies())
                _ = Assembly.Load(name);
        }
    }
}
