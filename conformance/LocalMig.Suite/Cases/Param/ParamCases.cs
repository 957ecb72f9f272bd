namespace LocalMig.Suite.Cases.Param;

/// <summary>The cases of group PARAM (specification, section 2).</summary>
internal static class ParamCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        .. SchemaCases.All,
        .. ValueCases.All,
        .. WrongTypeCases.All,
        .. AtomicityCases.All,
        .. IndependenceCases.All,
    ];
}
