using LocalMig.Json;

namespace LocalMig.Stream.Analysis;

/// <summary>What a node of a stream's tree is.</summary>
public enum StreamNodeKind
{
    /// <summary>Magic and version.</summary>
    Header,

    /// <summary>The configuration section.</summary>
    Configuration,

    /// <summary>A command to the destination.</summary>
    Command,

    /// <summary>A section or a part of one, head, payload and footer.</summary>
    Section,

    /// <summary>A footer.</summary>
    Footer,

    /// <summary>The end of the state.</summary>
    End,

    /// <summary>The description of the devices' states.</summary>
    Description,

    /// <summary>A number, boolean, bytes or descriptor.</summary>
    Field,

    /// <summary>Several elements of one type.</summary>
    Array,

    /// <summary>A struct, or the element of an array.</summary>
    Struct,

    /// <summary>A subsection of a device's state.</summary>
    Subsection,

    /// <summary>The total of RAM, with its blocks.</summary>
    RamTotal,

    /// <summary>A block of RAM as announced.</summary>
    RamBlock,

    /// <summary>The bitmap of a block with mapped-ram.</summary>
    RamBitmap,

    /// <summary>The pages of a block in one part, collapsed.</summary>
    RamPages,

    /// <summary>A word of the RAM section without address.</summary>
    RamMark,

    /// <summary>A packet of a side channel of multifd, data included.</summary>
    Packet,

    /// <summary>A message of the return path.</summary>
    Message,

    /// <summary>Bytes that nothing tells the meaning of.</summary>
    Unknown,
}

/// <summary>A node of the tree that a stream is.</summary>
public sealed record StreamNode
{
    // What few nodes have. A stream of a few hundred kilobytes has thousands of nodes, nearly all of them numbers.
    private Seldom? _seldom;

    /// <summary>What it is.</summary>
    public required StreamNodeKind Kind { get; init; }

    /// <summary>Its name: of a field the field's, of a section the id string, of an element of an array its index in brackets.</summary>
    public required string Name { get; init; }

    /// <summary>Offset of its first byte.</summary>
    public required long Offset { get; init; }

    /// <summary>Its bytes, those of its children included. Of collapsed pages the bytes that they take in all.</summary>
    public required long Length { get; init; }

    /// <summary>The name of its type: of a field as the description has it, otherwise empty.</summary>
    public string Type
    {
        get => _seldom?.Type ?? Field?.Type.Name ?? "";
        init => _seldom = Others with { Type = value };
    }

    /// <summary>What it holds; null where its children tell.</summary>
    public VmStateValue? Value { get; init; }

    /// <summary>What else there is to say, as names and values for people and programs.</summary>
    public IReadOnlyList<(string Name, JsonValue Value)> Notes
    {
        get => _seldom?.Notes ?? [];
        init => _seldom = Others with { Notes = value };
    }

    /// <summary>The nodes that it consists of, in the order of their bytes.</summary>
    public IReadOnlyList<StreamNode> Children { get; init; } = [];

    /// <summary>Offsets of the bytes that a descriptor rode on, where this node is where it belongs.</summary>
    public IReadOnlyList<long> Descriptors
    {
        get => _seldom?.Descriptors ?? [];
        init => _seldom = Others with { Descriptors = value };
    }

    /// <summary>The field that it holds, or an element of it; null for everything else.</summary>
    internal VmStateField? Field { get; init; }

    /// <summary>Of a section, where its payload begins.</summary>
    internal long PayloadOffset
    {
        get => _seldom?.PayloadOffset ?? 0;
        init => _seldom = Others with { PayloadOffset = value };
    }

    /// <summary>Of a section, the bytes of its payload.</summary>
    internal long PayloadLength
    {
        get => _seldom?.PayloadLength ?? 0;
        init => _seldom = Others with { PayloadLength = value };
    }

    /// <summary>The offset behind its last byte.</summary>
    public long End => Offset + Length;

    /// <summary>This node and all below it.</summary>
    public IEnumerable<StreamNode> All => Children.SelectMany(child => child.All).Prepend(this);

    private Seldom Others => _seldom ?? new Seldom();

    private sealed record Seldom
    {
        public string? Type { get; init; }

        public IReadOnlyList<(string Name, JsonValue Value)> Notes { get; init; } = [];

        public IReadOnlyList<long> Descriptors { get; init; } = [];

        public long PayloadOffset { get; init; }

        public long PayloadLength { get; init; }
    }
}
