using System.Globalization;

namespace LocalMig.Stream.Compare;

/// <summary>Prints a comparison for people.</summary>
public static class ComparisonText
{
    /// <summary>Prints every difference, what it does in each direction, and the two verdicts.</summary>
    public static void Write(StreamComparison comparison, TextWriter output)
    {
        output.WriteLine($"A: {Side(comparison.A)}");
        output.WriteLine($"B: {Side(comparison.B)}");
        output.WriteLine();
        foreach (StreamDifference difference in comparison.Differences)
            Write(difference, output);
        if (comparison.Differences.Count > 0)
            output.WriteLine();
        output.WriteLine($"A to B: {Verdict(comparison, comparison.AToB, static difference => difference.AToB)}");
        output.WriteLine($"B to A: {Verdict(comparison, comparison.BToA, static difference => difference.BToA)}");
    }

    /// <summary>What an outcome is called.</summary>
    public static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Breaks => "breaks",
        Outcome.MayBreak => "may break",
        _ => "compatible",
    };

    private static string Side(ComparedSide side) => side.Machine is null
        ? Invariant($"{side.Name} (a description, {side.Devices.Count} devices)")
        : Invariant($"{side.Name} (machine {side.Machine}, {side.Devices.Count} devices)");

    private static void Write(StreamDifference difference, TextWriter output)
    {
        output.WriteLine($"{difference.Path}: {difference.InA ?? "not there"} in A, {difference.InB ?? "not there"} in B");
        if (difference.AToB == difference.BToA)
        {
            Write("both ways", difference.AToB, output);
            return;
        }

        Write("A to B", difference.AToB, output);
        Write("B to A", difference.BToA, output);
    }

    private static void Write(string direction, Effect effect, TextWriter output)
    {
        output.WriteLine($"    {direction}: {Word(effect.Outcome)}, {effect.Reason}");
        if (effect.QemuText is string qemu)
            output.WriteLine($"        QEMU says: {qemu}");
    }

    private static string Verdict(StreamComparison comparison, Outcome outcome, Func<StreamDifference, Effect> direction)
    {
        int breaking = comparison.Differences.Count(difference => direction(difference).Outcome == Outcome.Breaks);
        int doubtful = comparison.Differences.Count(difference => direction(difference).Outcome == Outcome.MayBreak);
        return (breaking, doubtful) switch
        {
            (0, 0) => Word(outcome),
            (0, _) => Invariant($"{Word(outcome)} ({doubtful} {Differences(doubtful)}, up to the destination)"),
            (_, 0) => Invariant($"{Word(outcome)} ({breaking} {Differences(breaking)})"),
            _ => Invariant($"{Word(outcome)} ({breaking} {Differences(breaking)}; {doubtful} more may)"),
        };
    }

    private static string Differences(int count) => count == 1 ? "difference" : "differences";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
