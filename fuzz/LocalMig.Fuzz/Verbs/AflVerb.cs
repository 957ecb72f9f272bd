using System.CommandLine;

namespace LocalMig.Fuzz.Verbs;

/// <summary>The process that afl-fuzz starts and feeds. It runs <see cref="FuzzTarget.Run"/> alone: the oracles that take several runs
/// would take edges of their own, now and then or every time, and afl-fuzz would steer by these. The loop inside the process examines
/// what afl-fuzz has kept when it takes that over from the shared folder.</summary>
internal static class AflVerb
{
    public static Command Create()
    {
        var target = new Argument<string>("TARGET");
        var verb = new Command("afl") { target };
        verb.Hidden = true;
        verb.SetAction(line =>
        {
            FuzzTarget fuzzed = FuzzTargets.Find(line.GetValue(target)!)!;
            byte[] buffer = new byte[fuzzed.MaximumLength];
            // A process of its own for the target: an overflow of its stack does not end the one that afl-fuzz talks to.
            SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
            {
                int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
                Execute(fuzzed, buffer.AsSpan(0, length));
            });
            return FuzzCommand.Clean;
        });
        return verb;
    }

    private static void Execute(FuzzTarget target, ReadOnlySpan<byte> input)
    {
        string outcome = target.Run(input);
        if (!target.Outcomes.Contains(outcome, StringComparer.Ordinal))
            throw new OracleException("an outcome that the target does not list", outcome);
    }
}
