namespace LocalMig.Qapi;

/// <summary>A type of the schema language.</summary>
public abstract class SchemaType
{
    private protected SchemaType(string name) => Name = name;

    /// <summary>The name in the schema; arrays are <c>[element]</c>, implicit types have a name of our own.</summary>
    public string Name { get; }

    /// <summary>Special features, such as <c>unstable</c> and <c>deprecated</c>, in the order given.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The documentation comment in front of the definition, as text; empty where there is none.</summary>
    public string Documentation { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A list of values of one type.</summary>
public sealed class ArrayType : SchemaType
{
    /// <summary>A list of <paramref name="element"/>.</summary>
    public ArrayType(SchemaType element)
        : base($"[{(element ?? throw new ArgumentNullException(nameof(element))).Name}]") => Element = element;

    /// <summary>What the list holds.</summary>
    public SchemaType Element { get; }
}

/// <summary>One value of an enumeration.</summary>
/// <param name="Name">The value, as it goes over the wire.</param>
/// <param name="Features">Special features of the value.</param>
public sealed record EnumValue(string Name, IReadOnlyList<string> Features);

/// <summary>A string out of a fixed set.</summary>
public sealed class EnumType : SchemaType
{
    private readonly HashSet<string> _names;

    /// <summary>An enumeration with these values.</summary>
    public EnumType(string name, IReadOnlyList<EnumValue> values)
        : base(name)
    {
        Values = values;
        _names = new HashSet<string>(values.Select(static v => v.Name), StringComparer.Ordinal);
    }

    /// <summary>The values, in schema order.</summary>
    public IReadOnlyList<EnumValue> Values { get; }

    /// <summary>Whether the enumeration has this value.</summary>
    public bool Contains(string value) => _names.Contains(value);
}

/// <summary>A value of one of several types that a reader tells apart by their JSON kind.</summary>
public sealed class AlternateType : SchemaType
{
    internal AlternateType(string name)
        : base(name)
    {
    }

    /// <summary>The types to choose from, with the name of each branch.</summary>
    public IReadOnlyList<(string Name, SchemaType Type)> Branches { get; internal set; } = [];
}
