using System.Buffers.Binary;
using System.Diagnostics;
using LocalMig.Fuzz.Verbs;
using Microsoft.Win32.SafeHandles;
using Trace = SharpFuzz.Common.Trace;

namespace LocalMig.Fuzz.Engine;

/// <summary>What afl-fuzz talks to: AFL's fork server. It begins with four bytes from the server; then, for each input, four bytes come
/// from afl-fuzz, and the number of a process and how it ended go back. Here one process executes input after input and answers
/// afl-fuzz itself, so that an execution takes two changes of process and not four; another one, which afl-fuzz has started, does no
/// more than wait for its end. An end is an overflow of the stack or afl-fuzz's own kill of what takes too long: it is told to afl-fuzz
/// as any crash is, and the next process goes on.</summary>
internal static class ForkServer
{
    private const int Commands = 198;
    private const int Answers = 199;
    private const int Input = 0;
    private const int WordLength = 4;

    // As wait() tells it: the signal that ended a process. What an oracle finds is told as if the process had aborted.
    private const int Crash = 6;
    private const int SignalBase = 128;
    private const int SignalMask = 0x7F;

    // What runs for the first time takes edges that it never takes again.
    private const int WarmUps = 50;

    /// <summary>The process that afl-fuzz starts: has another one execute, and starts the next where that ends.</summary>
    /// <param name="target">What is fuzzed.</param>
    /// <returns>The exit code, when afl-fuzz has ended.</returns>
    public static int Keep(FuzzTarget target)
    {
        using FileStream answers = Open(Answers, FileAccess.Write);
        Say(answers, 0);
        while (true)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, ArgumentList = { Path.Combine(AppContext.BaseDirectory, "LocalMig.Fuzz.dll"), AflVerb.Executing, target.Name } };
            // As for the workers of the other engine.
            start.Environment["DOTNET_GCHeapHardLimit"] = "0x30000000";
            start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            if (process.ExitCode <= SignalBase)
                return process.ExitCode;
            // It had said its number and not how it ended: while it waits for a command nothing ends it by a signal.
            Say(answers, (process.ExitCode - SignalBase) & SignalMask);
        }
    }

    /// <summary>The process that executes, until afl-fuzz gives no more commands.</summary>
    /// <param name="target">What is fuzzed.</param>
    public static void Execute(FuzzTarget target) => SharpFuzz.Fuzzer.RunOnce(_ => Serve(target));

    private static void Serve(FuzzTarget target)
    {
        var runner = new TargetRunner(target);
        foreach (byte[] input in target.StartInputs().Where(input => input.Length <= target.MaximumLength).Take(WarmUps))
            _ = runner.Run(input);
        using FileStream commands = Open(Commands, FileAccess.Read);
        using FileStream answers = Open(Answers, FileAccess.Write);
        using var inputs = new SafeFileHandle(Input, ownsHandle: false);
        byte[] bytes = new byte[target.MaximumLength];
        Span<byte> command = stackalloc byte[WordLength];
        while (commands.ReadAtLeast(command, WordLength, throwOnEndOfStream: false) == WordLength)
        {
            Say(answers, Environment.ProcessId);
            int length = RandomAccess.Read(inputs, bytes, 0);
            Clear();
            Finding? finding = runner.Run(bytes.AsSpan(0, length));
            Say(answers, finding is null ? 0 : Crash);
        }
    }

    // What was counted between two executions belongs to neither.
    private static unsafe void Clear()
    {
        new Span<byte>(Trace.SharedMem, TraceMap.Size).Clear();
        Trace.PrevLocation = 0;
    }

    private static FileStream Open(int descriptor, FileAccess access) => new(new SafeFileHandle(descriptor, ownsHandle: false), access, bufferSize: 0);

    private static void Say(FileStream answers, int word)
    {
        Span<byte> bytes = stackalloc byte[WordLength];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, word);
        answers.Write(bytes);
    }
}
