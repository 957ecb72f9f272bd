namespace LocalMig.Qapi;

/// <summary>The types the schema language brings along.</summary>
public sealed class BuiltinType : SchemaType
{
    private static readonly Dictionary<string, BuiltinType> ByName = new BuiltinType[]
    {
        new("str", "string"), new("number", "number"), new("bool", "boolean"), new("null", "null"), new("any", "value"),
        new("int", "int"), new("int8", "int", 8), new("int16", "int", 16), new("int32", "int", 32), new("int64", "int"),
        new("uint8", "int", 8, unsigned: true), new("uint16", "int", 16, unsigned: true),
        new("uint32", "int", 32, unsigned: true), new("uint64", "int", unsigned: true), new("size", "int", unsigned: true),
    }.ToDictionary(static t => t.Name, StringComparer.Ordinal);

    private BuiltinType(string name, string jsonType, int bits = 64, bool unsigned = false)
        : base(name)
    {
        JsonType = jsonType;
        Bits = bits;
        Unsigned = unsigned;
    }

    /// <summary>What stands in JSON: string, number, int, boolean, null or value.</summary>
    public string JsonType { get; }

    /// <summary>The width of an integer in bits.</summary>
    public int Bits { get; }

    /// <summary>Whether an integer has no sign.</summary>
    public bool Unsigned { get; }

    /// <summary>The name under which introspection shows the type: one name for all integers.</summary>
    public string WireName => JsonType == "int" ? "int" : Name;

    /// <summary>The built-in type of that name, or null.</summary>
    public static BuiltinType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<BuiltinType> All => ByName.Values;

    /// <summary>The built-in type that introspection shows under that name.</summary>
    public static BuiltinType Int => ByName["int"];
}
