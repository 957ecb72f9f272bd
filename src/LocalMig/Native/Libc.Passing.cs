using System.Runtime.InteropServices;

namespace LocalMig.Native;

/// <summary>The three calls that each passed descriptor takes. libc makes each a cancellation point as soon as a process has two
/// threads, as this runtime's always have: two exchanges for a call, which nobody here uses. Where the kernel's numbers of the calls
/// are known they are made by number.</summary>
internal static unsafe partial class Libc
{
    private static readonly nint _closeNumber = CallNumber(x64: 3, arm64: 57);
    private static readonly nint _sendMessageNumber = CallNumber(x64: 46, arm64: 211);
    private static readonly nint _receiveMessageNumber = CallNumber(x64: 47, arm64: 212);

    /// <summary>Closes a descriptor. Only the owner of the number calls this, once. Nobody asks how it went: see OwnedFd.</summary>
    internal static int Close(int descriptor) =>
        _closeNumber < 0 ? CloseByName(descriptor) : (int)CallByNumber(_closeNumber, descriptor);

    /// <summary>Sends a message. The header, its vector and its control block are on the caller's stack and the bytes are pinned; the
    /// descriptors named in the control block are held open by the caller.</summary>
    internal static nint SendMessage(int socket, MessageHeader* message, int flags) => _sendMessageNumber < 0
        ? SendMessageByName(socket, message, flags)
        : CallByNumber(_sendMessageNumber, socket, message, flags);

    /// <summary>Receives a message, into memory that is held as for <see cref="SendMessage"/>.</summary>
    internal static nint ReceiveMessage(int socket, MessageHeader* message, int flags) => _receiveMessageNumber < 0
        ? ReceiveMessageByName(socket, message, flags)
        : CallByNumber(_receiveMessageNumber, socket, message, flags);

    private static nint CallNumber(nint x64, nint arm64) => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => x64,
        Architecture.Arm64 => arm64,
        _ => -1,
    };

    // Safe: a number goes in and out.
    [LibraryImport(Library, EntryPoint = "close")]
    private static partial int CloseByName(int descriptor);

    // Safe: the kernel only reads what the header points to.
    [LibraryImport(Library, EntryPoint = "sendmsg")]
    private static partial nint SendMessageByName(int socket, MessageHeader* message, int flags);

    // Safe: the kernel writes no more than the lengths in the header allow, and says in it how much it wrote.
    [LibraryImport(Library, EntryPoint = "recvmsg")]
    private static partial nint ReceiveMessageByName(int socket, MessageHeader* message, int flags);

    // Safe: as close. A variadic function takes integers as any other does.
    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint CallByNumber(nint number, nint descriptor);

    // Safe: as sendmsg and recvmsg.
    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint CallByNumber(nint number, nint socket, MessageHeader* message, nint flags);
}
