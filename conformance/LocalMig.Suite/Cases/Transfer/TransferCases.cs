namespace LocalMig.Suite.Cases.Transfer;

/// <summary>The cases of group TRANSFER.</summary>
internal static class TransferCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
    ];
}
