namespace LocalMig.Qapi;

/// <summary>A place in a schema file.</summary>
/// <param name="File">The file's name, as the caller gave it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
public readonly record struct QapiPlace(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>A node of a parsed expression.</summary>
/// <param name="Place">Where it begins.</param>
public abstract record QapiNode(QapiPlace Place);

/// <summary>A string.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Value">The text.</param>
public sealed record QapiString(QapiPlace Place, string Value) : QapiNode(Place);

/// <summary>True or false.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Value">Which one.</param>
public sealed record QapiBoolean(QapiPlace Place, bool Value) : QapiNode(Place);

/// <summary>A list.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Items">The items.</param>
public sealed record QapiList(QapiPlace Place, IReadOnlyList<QapiNode> Items) : QapiNode(Place);

/// <summary>An object; its keys are unique and keep their order.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Members">Key and value.</param>
public sealed record QapiObject(QapiPlace Place, IReadOnlyList<(QapiString Key, QapiNode Value)> Members) : QapiNode(Place)
{
    /// <summary>The value of a key, or null.</summary>
    public QapiNode? this[string key]
    {
        get
        {
            foreach ((QapiString name, QapiNode value) in Members)
            {
                if (string.Equals(name.Value, key, StringComparison.Ordinal))
                    return value;
            }

            return null;
        }
    }
}

/// <summary>An expression at the top level of a schema file, with the documentation comment in front of it.</summary>
/// <param name="Object">The expression.</param>
/// <param name="Documentation">The comment's lines without their <c>#</c>; empty where there is none.</param>
public sealed record QapiExpression(QapiObject Object, string Documentation);
