namespace LocalMig.Qapi.Lint;

/// <summary>What a value in an example is.</summary>
internal enum ExampleKind
{
    Elided,
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// <summary>A value in an example, where parts may be left out.</summary>
internal sealed class ExampleValue(ExampleKind kind, int line, int column)
{
    public ExampleKind Kind { get; } = kind;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>A string's text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether members or items are left out.</summary>
    public bool HasElision { get; set; }

    public List<(string Name, ExampleValue Value, int Line, int Column)> Members { get; } = [];

    public List<ExampleValue> Items { get; } = [];

    public ExampleValue? this[string name]
    {
        get
        {
            foreach ((string key, ExampleValue value, _, _) in Members)
            {
                if (string.Equals(key, name, StringComparison.Ordinal))
                    return value;
            }

            return null;
        }
    }
}

/// <summary>Something wrong in an example.</summary>
internal sealed record ExampleProblem(int Line, int Column, string Text);
