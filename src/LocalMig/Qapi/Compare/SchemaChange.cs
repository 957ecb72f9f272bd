namespace LocalMig.Qapi.Compare;

/// <summary>What happened to a part of a schema.</summary>
public enum SchemaChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It is another.</summary>
    Changed,
}

/// <summary>A difference between two schemas.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Path">Where: the command or event, then the way to the member (<c>migrate.channels[].addr</c>); <c>-&gt;</c> leads into what is returned.</param>
/// <param name="Text">What it is, in words.</param>
/// <param name="Breaks">Whether a client that worked before may not work any more.</param>
public sealed record SchemaChange(SchemaChangeKind Kind, string Path, string Text, bool Breaks)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant(),-7} {Path}: {Text}{(Breaks ? " (breaks clients)" : "")}";
}
