namespace LocalMig.Qapi.Source;

/// <summary>What the pragma directives of a schema say. One set for a schema and all that it includes: the last directive counts.</summary>
public sealed class SchemaPragmas
{
    private static readonly IReadOnlySet<string> EmptySet = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether every definition needs a documentation comment.</summary>
    public bool DocRequired { get; internal set; }

    /// <summary>Commands whose names may have '_'.</summary>
    public IReadOnlySet<string> CommandNameExceptions { get; internal set; } = EmptySet;

    /// <summary>Commands that may return something other than an object or a list of objects.</summary>
    public IReadOnlySet<string> CommandReturnsExceptions { get; internal set; } = EmptySet;

    /// <summary>Definitions whose members may lack documentation.</summary>
    public IReadOnlySet<string> DocumentationExceptions { get; internal set; } = EmptySet;

    /// <summary>Types whose members may break the naming rules.</summary>
    public IReadOnlySet<string> MemberNameExceptions { get; internal set; } = EmptySet;
}
