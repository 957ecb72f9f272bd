namespace LocalMig.Stream;

/// <summary>How the bytes of a field are to be read.</summary>
public enum VmStateKind
{
    /// <summary>An unsigned number, big endian, of 1, 2, 4 or 8 bytes.</summary>
    Unsigned,

    /// <summary>A number in two's complement, of 1, 2, 4 or 8 bytes.</summary>
    Signed,

    /// <summary>One byte, 0 or 1.</summary>
    Boolean,

    /// <summary>Bytes whose meaning the description does not tell.</summary>
    Bytes,

    /// <summary>The fields of another description, one after the other.</summary>
    Struct,

    /// <summary>Structs, each after a byte 1; a byte 0 ends them.</summary>
    List,

    /// <summary>A descriptor: one service byte that a descriptor rides on (specification, section 5).</summary>
    Descriptor,
}

/// <summary>The type of a field, by the name that the description following a stream gives it.</summary>
/// <param name="Name">The name, e.g. <c>uint32 equal</c>.</param>
/// <param name="Kind">How it is read.</param>
/// <param name="Size">Bytes of one element; 0 where each field states its own.</param>
public sealed record VmStateType(string Name, VmStateKind Kind, int Size)
{
    private static readonly Dictionary<string, VmStateType> Known = new[]
    {
        new VmStateType("uint8", VmStateKind.Unsigned, 1),
        new VmStateType("uint16", VmStateKind.Unsigned, 2),
        new VmStateType("uint32", VmStateKind.Unsigned, 4),
        new VmStateType("uint64", VmStateKind.Unsigned, 8),
        new VmStateType("int8", VmStateKind.Signed, 1),
        new VmStateType("int16", VmStateKind.Signed, 2),
        new VmStateType("int32", VmStateKind.Signed, 4),
        new VmStateType("int64", VmStateKind.Signed, 8),
        new VmStateType("bool", VmStateKind.Boolean, 1),
        new VmStateType("int32 equal", VmStateKind.Signed, 4),
        new VmStateType("int64 equal", VmStateKind.Signed, 8),
        new VmStateType("uint8 equal", VmStateKind.Unsigned, 1),
        new VmStateType("uint16 equal", VmStateKind.Unsigned, 2),
        new VmStateType("uint32 equal", VmStateKind.Unsigned, 4),
        new VmStateType("int32 le", VmStateKind.Signed, 4), // "le" is "less or equal" than the local value, not little endian
        new VmStateType("timer", VmStateKind.Signed, 8),
        new VmStateType("CPU_Double_U", VmStateKind.Unsigned, 8),
        new VmStateType("fd", VmStateKind.Descriptor, 1),
        new VmStateType("struct", VmStateKind.Struct, 0),
        new VmStateType("vstruct", VmStateKind.Struct, 0),
        new VmStateType("tmp", VmStateKind.Struct, 0),
        new VmStateType("qlist", VmStateKind.List, 0),
        new VmStateType("qtailq", VmStateKind.List, 0),
        new VmStateType("buffer", VmStateKind.Bytes, 0),
        new VmStateType("unused_buffer", VmStateKind.Bytes, 0),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>A byte.</summary>
    public static VmStateType UInt8 { get; } = Known["uint8"];

    /// <summary>Two bytes.</summary>
    public static VmStateType UInt16 { get; } = Known["uint16"];

    /// <summary>Four bytes.</summary>
    public static VmStateType UInt32 { get; } = Known["uint32"];

    /// <summary>Eight bytes.</summary>
    public static VmStateType UInt64 { get; } = Known["uint64"];

    /// <summary>Four bytes with a sign.</summary>
    public static VmStateType Int32 { get; } = Known["int32"];

    /// <summary>Eight bytes with a sign.</summary>
    public static VmStateType Int64 { get; } = Known["int64"];

    /// <summary>A byte that is 0 or 1.</summary>
    public static VmStateType Bool { get; } = Known["bool"];

    /// <summary>Bytes of the length that the field states.</summary>
    public static VmStateType Buffer { get; } = Known["buffer"];

    /// <summary>A descriptor.</summary>
    public static VmStateType Fd { get; } = Known["fd"];

    /// <summary>Another description's fields.</summary>
    public static VmStateType Struct { get; } = Known["struct"];

    /// <summary>A list of structs, each announced by a byte.</summary>
    public static VmStateType List { get; } = Known["qlist"];

    /// <summary>Gives the type of that name; a name nobody knows is bytes, as many as the field states.</summary>
    public static VmStateType Named(string name) =>
        Known.TryGetValue(name, out VmStateType? known) ? known : new VmStateType(name, VmStateKind.Bytes, 0);
}
