namespace LocalMig.Stream;

/// <summary>One field of a description.</summary>
/// <param name="Name">Unique among the fields of its description, but for the elements of an array described one by one.</param>
/// <param name="Type">What it is.</param>
/// <param name="Size">Bytes of one element. For structs and lists what the description states, or 0 where it states nothing.</param>
/// <param name="ArrayLength">How many elements; null where the field is no array.</param>
/// <param name="Struct">The fields of each element, for <see cref="VmStateKind.Struct"/> and <see cref="VmStateKind.List"/>.</param>
public sealed record VmStateField(string Name, VmStateType Type, int Size, int? ArrayLength = null, VmStateDescription? Struct = null)
{
    /// <summary>The name of an earlier number field of the same struct that gives the length: the bytes of a
    /// <see cref="VmStateKind.Bytes"/> field, the elements of any other. Null where the length is fixed.</summary>
    public string? LengthFrom { get; init; }

    /// <summary>The index of this element where an array is described element by element; null otherwise.</summary>
    public int? Index { get; init; }

    /// <summary>What a description following a stream states as the size, where that is not the true one; null otherwise. QEMU
    /// states 0 for a descriptor.</summary>
    public int? StatedSize { get; init; }

    /// <summary>The first version of the description that has this field.</summary>
    public int Since { get; init; }

    /// <summary>What the value is kept under: the name, and the index where there is one (<c>vectors[2]</c>).</summary>
    public string Key => Index is int index ? $"{Name}[{index}]" : Name;

    /// <summary>Whether this is a list whose elements are described; where they are not, it is bytes.</summary>
    public bool IsList => Type.Kind == VmStateKind.List && Struct is not null;

    /// <summary>Whether this holds several elements.</summary>
    public bool IsArray => ArrayLength is not null || (LengthFrom is not null && Type.Kind != VmStateKind.Bytes);

    /// <summary>A number, boolean, descriptor: whatever has a size by its type.</summary>
    public static VmStateField Of(string name, VmStateType type, int? arrayLength = null) => new(name, type, type.Size, arrayLength);

    /// <summary>Bytes.</summary>
    public static VmStateField Buffer(string name, int size) => new(name, VmStateType.Buffer, size);

    /// <summary>Bytes whose number an earlier field gives.</summary>
    public static VmStateField Buffer(string name, string lengthFrom) => new(name, VmStateType.Buffer, 0) { LengthFrom = lengthFrom };

    /// <summary>A struct.</summary>
    public static VmStateField Nested(string name, VmStateDescription description, int? arrayLength = null) =>
        new(name, VmStateType.Struct, 0, arrayLength, description);

    /// <summary>Structs whose number an earlier field gives.</summary>
    public static VmStateField Nested(string name, VmStateDescription description, string lengthFrom) =>
        new(name, VmStateType.Struct, 0, null, description) { LengthFrom = lengthFrom };

    /// <summary>A list of structs, each announced by a byte.</summary>
    public static VmStateField List(string name, VmStateDescription description) => new(name, VmStateType.List, 0, null, description);
}
