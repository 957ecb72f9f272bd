namespace LocalMig.Suite.Cases.Stream;

/// <summary>The cases of group STREAM.</summary>
internal static class StreamCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
    ];
}
