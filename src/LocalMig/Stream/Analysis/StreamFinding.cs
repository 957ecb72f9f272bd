using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>How much a finding weighs.</summary>
public enum FindingWeight
{
    /// <summary>Worth knowing; no rule is broken.</summary>
    Note,

    /// <summary>A destination fails on this, or a rule of the format is broken.</summary>
    Error,
}

/// <summary>Something that a stream shows at a place.</summary>
/// <param name="Weight">How much it weighs.</param>
/// <param name="Error">The rule, the place, what was found, and what a real QEMU prints for it.</param>
/// <param name="Requirement">The requirement that it belongs to, where that is another than the rule's.</param>
public sealed record StreamFinding(FindingWeight Weight, ParseError Error, string? Requirement = null)
{
    /// <summary>What the form of a side recording belongs to, whatever rule is broken there.</summary>
    internal const string ReturnPath = "LM-STREAM-27", Multifd = "LM-STREAM-28", Cpr = "LM-STREAM-30";

    private const string Cut = "LM-STREAM-16";

    /// <summary>The requirement that it belongs to, or null.</summary>
    public string? Requirement { get; init; } = Requirement ?? Error.Rule.Requirement ?? (Error.Rule == Errors.Truncated ? Cut : null);
}
