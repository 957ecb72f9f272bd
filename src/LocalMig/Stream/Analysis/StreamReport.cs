namespace LocalMig.Stream.Analysis;

/// <summary>What kind of stream was analysed.</summary>
public enum StreamKind
{
    /// <summary>A migration stream, QEVM.</summary>
    Migration,

    /// <summary>The state that goes ahead of a migration by CPR, QCPR.</summary>
    Cpr,

    /// <summary>What the destination sent back.</summary>
    ReturnPath,

    /// <summary>A side channel of multifd.</summary>
    Multifd,

    /// <summary>None of these.</summary>
    Unknown,
}

/// <summary>A stream taken apart.</summary>
/// <param name="Kind">What kind it is.</param>
/// <param name="Elements">Its elements in the order of their bytes.</param>
/// <param name="Findings">What is wrong with it, and what is worth knowing.</param>
/// <param name="Parsed">Bytes that were understood, from the start.</param>
/// <param name="Length">Bytes in all.</param>
public sealed record StreamReport(StreamKind Kind, IReadOnlyList<StreamNode> Elements, IReadOnlyList<StreamFinding> Findings, long Parsed, long Length)
{
    /// <summary>The blocks of RAM, and how their pages came.</summary>
    public IReadOnlyList<RamBlockStatistics> Ram { get; init; } = [];

    /// <summary>The form of the RAM section, as the configuration tells.</summary>
    public RamForm RamForm { get; init; } = new();

    /// <summary>Whether the stream came to its end and every byte was understood.</summary>
    public bool Complete => Parsed == Length && Elements is not [.., { Kind: StreamNodeKind.Unknown }];

    /// <summary>Whether there is a finding that a destination fails on.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Weight == FindingWeight.Error);

    /// <summary>The sections and parts of that id string.</summary>
    public IEnumerable<StreamNode> Sections(string name) =>
        Elements.Where(node => node.Kind == StreamNodeKind.Section && string.Equals(node.Name, name, StringComparison.Ordinal));
}
