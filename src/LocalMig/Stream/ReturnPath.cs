using System.Buffers.Binary;

namespace LocalMig.Stream;

/// <summary>Kinds of messages that the destination sends back.</summary>
public enum ReturnPathType : ushort
{
    /// <summary>No message has this number.</summary>
    None = 0,

    /// <summary>Nothing more comes. 4 bytes: 0 where the load was well.</summary>
    Shut = 1,

    /// <summary>The answer to a ping. 4 bytes: its number.</summary>
    Pong = 2,

    /// <summary>Pages are needed: 8 bytes start, 4 bytes length, 1 byte length of the block's name, name.</summary>
    RequestPagesOfBlock = 3,

    /// <summary>Pages of the block before are needed: 8 bytes start, 4 bytes length.</summary>
    RequestPages = 4,

    /// <summary>The bitmap of the pages received follows: 1 byte length of the block's name, name.</summary>
    ReceivedBitmap = 5,

    /// <summary>A paused postcopy may go on. 4 bytes: 1.</summary>
    ResumeAck = 6,

    /// <summary>The switchover may happen. No data.</summary>
    SwitchoverAck = 7,
}

/// <summary>A message from the destination to the source.</summary>
/// <param name="Offset">Offset of its first byte on the return path.</param>
/// <param name="Type">Which kind.</param>
/// <param name="Data">Its data.</param>
public sealed record ReturnPathMessage(long Offset, ReturnPathType Type, ReadOnlyMemory<byte> Data)
{
    private static readonly (string Name, int Length)[] Known =
    [
        ("INVALID", -1), ("SHUT", 4), ("PONG", 4), ("REQ_PAGES_ID", -1), ("REQ_PAGES", 12), ("RECV_BITMAP", -1), ("RESUME_ACK", 4), ("SWITCHOVER_ACK", 0),
    ];

    /// <summary>The name that QEMU prints.</summary>
    public string Name => IsDefined(Type) ? Known[(int)Type].Name : $"0x{(int)Type:x}";

    /// <summary>The number that a SHUT, PONG or RESUME_ACK carries; 0 for the others.</summary>
    public uint Value => Type is ReturnPathType.Shut or ReturnPathType.Pong or ReturnPathType.ResumeAck && Data.Length == 4
        ? BinaryPrimitives.ReadUInt32BigEndian(Data.Span)
        : 0;

    /// <summary>Whether the number is that of a message.</summary>
    public static bool IsDefined(ReturnPathType type) => type != ReturnPathType.None && (int)type < Known.Length;

    /// <summary>Bytes of a message's data; -1 where they vary.</summary>
    public static int Length(ReturnPathType type) => IsDefined(type) ? Known[(int)type].Length : -1;

    /// <inheritdoc/>
    public bool Equals(ReturnPathMessage? other) =>
        other is not null && other.Offset == Offset && other.Type == Type && other.Data.Span.SequenceEqual(Data.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Offset, Type, Data.Length);
}
