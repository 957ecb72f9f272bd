namespace LocalMig.Suite.Cases.Qmp;

/// <summary>The cases of group QMP: what the recorded versions agree in about the protocol itself.</summary>
internal static class QmpCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        .. NegotiationCases.All,
        .. EnvelopeCases.All,
        .. DialectCases.All,
        .. IntrospectionCases.All,
    ];
}
