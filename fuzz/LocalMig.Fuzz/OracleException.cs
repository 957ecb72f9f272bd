namespace LocalMig.Fuzz;

/// <summary>An oracle was broken: the parser did not crash, and what must hold does not.</summary>
#pragma warning disable CA1032 // made in one way only: an oracle has a name
public sealed class OracleException(string oracle, string detail)
    : Exception(detail.Length == 0 ? oracle : $"{oracle}: {detail}")
#pragma warning restore CA1032
{
    /// <summary>The oracle in words that do not change from input to input.</summary>
    public string Oracle { get; } = oracle;
}
