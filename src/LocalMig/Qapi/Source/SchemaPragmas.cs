namespace LocalMig.Qapi.Source;

/// <summary>What the pragma directives of a schema say. One set for a schema and all that it includes: the last directive counts.</summary>
public sealed class SchemaPragmas
{
    /// <summary>Whether every definition needs a documentation comment.</summary>
    public bool DocRequired { get; internal set; }

    /// <summary>Commands whose names may have '_'.</summary>
    public IReadOnlyCollection<string> CommandNameExceptions { get; internal set; } = [];

    /// <summary>Commands that may return something other than an object or a list of objects.</summary>
    public IReadOnlyCollection<string> CommandReturnsExceptions { get; internal set; } = [];

    /// <summary>Definitions whose members may lack documentation.</summary>
    public IReadOnlyCollection<string> DocumentationExceptions { get; internal set; } = [];

    /// <summary>Types whose members may break the naming rules.</summary>
    public IReadOnlyCollection<string> MemberNameExceptions { get; internal set; } = [];
}
