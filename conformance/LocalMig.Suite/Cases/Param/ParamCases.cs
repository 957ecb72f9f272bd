namespace LocalMig.Suite.Cases.Param;

/// <summary>The cases of group PARAM.</summary>
internal static class ParamCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
    ];
}
