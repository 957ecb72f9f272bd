using System.Runtime.InteropServices;
using System.Text;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>A channel to the standard input, or from the standard output, of a child process.</summary>
public sealed class ExecTransport : ByteTransport
{
    // How long a child may take to end on its own after its channel was closed, and how often one looks, in milliseconds.
    private const int Grace = 2000;
    private const int Look = 5;

    private readonly int _process;
    private bool _ended;

    private ExecTransport(OwnedFd pipe, int process, string name)
        : base(pipe, FileKind.Pipe, name, "command") => _process = process;

    /// <summary>The id of the child process.</summary>
    public int ProcessId => _process;

    /// <summary>Starts a program and writes to its standard input.</summary>
    /// <param name="arguments">The program, looked up in PATH, and its arguments; at least one.</param>
    public static Result<ExecTransport, ParseError> StartWriting(IReadOnlyList<string> arguments) => Start(arguments, writing: true);

    /// <summary>Starts a program and reads from its standard output.</summary>
    /// <param name="arguments">The program, looked up in PATH, and its arguments; at least one.</param>
    public static Result<ExecTransport, ParseError> StartReading(IReadOnlyList<string> arguments) => Start(arguments, writing: false);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_ended)
            return;
        _ended = true;

        // The child sees the end of its channel and normally ends; one that does not is ended.
        for (int waited = 0; waited < Grace; waited += Look)
        {
            if (Reap(Libc.WaitNoHang))
                return;
            Thread.Sleep(Look);
        }

        _ = Libc.Kill(_process, Libc.SignalKill);
        while (!Reap(0))
        {
            // Only a signal to this thread makes it return before: wait again.
        }
    }

    private static unsafe Result<ExecTransport, ParseError> Start(IReadOnlyList<string> arguments, bool writing)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        string name = $"exec:{string.Join(' ', arguments)}";
        if (arguments.Count == 0 || arguments.Any(a => a.Contains('\0', StringComparison.Ordinal)))
            return ParseError.In(Errors.ChannelAddress, name, "a command without a program, or with a zero byte in it");
        int* pair = stackalloc int[2];
        if (Libc.Pipe(pair, Libc.OpenCloseOnExec) != 0)
            return SystemError.Of("make a pipe");
        var reading = OwnedFd.Adopt(pair[0]);
        var writingEnd = OwnedFd.Adopt(pair[1]);
        (OwnedFd ours, OwnedFd theirs) = writing ? (writingEnd, reading) : (reading, writingEnd);
        int process;
        int errno = Spawn(arguments, theirs.Number, writing ? 0 : 1, &process);
        theirs.Dispose();
        if (errno == 0)
            return new ExecTransport(ours, process, name);
        ours.Dispose();
        return ParseError.In(Errors.ChannelConnect, name, $"Unable to fork/exec {arguments[0]}: {Errno.Text(errno)}");
    }

    private static unsafe int Spawn(IReadOnlyList<string> arguments, int from, int to, int* process)
    {
        byte* actions = stackalloc byte[Libc.SpawnActionsSize];
        byte* attributes = stackalloc byte[Libc.SpawnAttributesSize];
        byte* signals = stackalloc byte[Libc.SignalSetSize];
        byte** texts = stackalloc byte*[arguments.Count + 1];
        _ = Libc.SpawnActionsInit(actions);
        _ = Libc.SpawnAttributesInit(attributes);
        byte** environment = null;
        int variables = 0;
        try
        {
            for (int i = 0; i < arguments.Count; i++)
                texts[i] = Text(arguments[i]);
            texts[arguments.Count] = null;
            environment = EnvironmentBlock(out variables);

            // What this process ignores or blocks (SIGPIPE) is nothing that the child should know of.
            _ = Libc.SignalSetEmpty(signals);
            _ = Libc.SpawnAttributesMask(attributes, signals);
            _ = Libc.SignalSetAdd(signals, Libc.SignalPipe);
            _ = Libc.SpawnAttributesDefaults(attributes, signals);
            _ = Libc.SpawnAttributesFlags(attributes, Libc.SpawnSetSignalMask | Libc.SpawnSetSignalDefaults);

            // The copy is not close-on-exec; everything else that this process has open is.
            _ = Libc.SpawnActionsDuplicate(actions, from, to);
            return Libc.Spawn(process, texts[0], actions, attributes, texts, environment);
        }
        finally
        {
            for (int i = 0; i < arguments.Count; i++)
                NativeMemory.Free(texts[i]);
            for (int i = 0; i < variables; i++)
                NativeMemory.Free(environment[i]);
            NativeMemory.Free(environment);
            _ = Libc.SpawnAttributesDestroy(attributes);
            _ = Libc.SpawnActionsDestroy(actions);
        }
    }

    private static unsafe byte** EnvironmentBlock(out int count)
    {
        System.Collections.IDictionary variables = Environment.GetEnvironmentVariables();
        var block = (byte**)NativeMemory.AllocZeroed((nuint)variables.Count + 1, (nuint)sizeof(byte*));
        count = 0;
        foreach (System.Collections.DictionaryEntry variable in variables)
            block[count++] = Text($"{variable.Key}={variable.Value}");
        return block;
    }

    private static unsafe byte* Text(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        byte* copy = (byte*)NativeMemory.Alloc((nuint)length + 1);
        _ = Encoding.UTF8.GetBytes(text, new Span<byte>(copy, length));
        copy[length] = 0;
        return copy;
    }

    private unsafe bool Reap(int options)
    {
        int status;
        int process = Libc.WaitProcess(_process, &status, options);
        return process == _process || (process < 0 && Errno.Last == Errno.ECHILD);
    }
}
