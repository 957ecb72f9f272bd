namespace LocalMig.Qapi.Source;

/// <summary>A definition as it stands in a file, with the documentation comment in front of it.</summary>
/// <param name="Object">The expression.</param>
/// <param name="Doc">The comment, or null.</param>
/// <param name="File">The file.</param>
public sealed record SchemaExpression(QapiObject Object, DocComment? Doc, SchemaFile File)
{
    private static readonly string[] MetaKinds = ["command", "struct", "enum", "union", "alternate", "event"];

    /// <summary>The line it begins in, from 1; QEMU reports everything about a definition there.</summary>
    public int Line => Object.Place.Line;

    /// <summary>The same without what it remembers of its file: what a schema is built from.</summary>
    public QapiExpression ToExpression() => new(Object, Doc is null ? "" : string.Concat(Doc.Lines.Select(static l => l.Text + "\n")));

    /// <summary>What it defines: <c>command</c>, <c>struct</c>, …; null where it has no such key, or several.</summary>
    public string? Meta
    {
        get
        {
            string? found = null;
            foreach ((QapiString key, _) in Object.Members)
            {
                if (Array.IndexOf(MetaKinds, key.Value) < 0)
                    continue;
                if (found is not null)
                    return null;
                found = key.Value;
            }

            return found;
        }
    }

    /// <summary>The name it defines; null where that is no string.</summary>
    public string? Name => Meta is { } meta && Object[meta] is QapiString name ? name.Value : null;
}
