using System.Buffers.Binary;
using System.Text;

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

    /// <summary>The bitmap of the pages received: 1 byte length of the block's name, name. Behind the message comes the bitmap itself:
    /// 8 bytes its length, a multiple of 8, the bitmap, a bit per page from the lowest one on, and 8 bytes of an end mark.</summary>
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
    /// <summary>Bytes of start and length of the pages that are needed.</summary>
    internal const int PageRange = 12;

    private static readonly (string Name, int Length)[] Known =
    [
        ("INVALID", -1), ("SHUT", 4), ("PONG", 4), ("REQ_PAGES_ID", -1), ("REQ_PAGES", 12), ("RECV_BITMAP", -1), ("RESUME_ACK", 4), ("SWITCHOVER_ACK", 0),
    ];

    /// <summary>What stands behind a bitmap.</summary>
    public const ulong BitmapEnd = 0x0123456789abcdef;

    /// <summary>The bitmap that follows a RECV_BITMAP; empty with the others.</summary>
    public ReadOnlyMemory<byte> Bitmap { get; init; }

    /// <summary>Bytes that it takes on the return path, the bitmap with its length and mark included.</summary>
    public long WireLength => 4 + Data.Length + (Type == ReturnPathType.ReceivedBitmap ? 16L + Bitmap.Length : 0);

    /// <summary>The block of RAM that it is about; empty where it names none.</summary>
    public string Block => Type switch
    {
        ReturnPathType.ReceivedBitmap when Data.Length > 0 => Encoding.UTF8.GetString(Data.Span[1..]),
        ReturnPathType.RequestPagesOfBlock when Data.Length > PageRange => Encoding.UTF8.GetString(Data.Span[(PageRange + 1)..]),
        _ => "",
    };

    /// <summary>Where the pages that are needed begin in their block, and how many bytes they are; null with other messages.</summary>
    public (ulong Start, uint Length)? Pages => Type is ReturnPathType.RequestPages or ReturnPathType.RequestPagesOfBlock && Data.Length >= PageRange
        ? (BinaryPrimitives.ReadUInt64BigEndian(Data.Span), BinaryPrimitives.ReadUInt32BigEndian(Data.Span[8..]))
        : null;

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

    /// <summary>Bytes that the data must have, as its type or the name in it tell; -1 where the data ends before that.</summary>
    internal static int Length(ReturnPathType type, ReadOnlySpan<byte> data) => type switch
    {
        ReturnPathType.RequestPagesOfBlock => data.Length > PageRange ? PageRange + 1 + data[PageRange] : -1,
        ReturnPathType.ReceivedBitmap => data.Length > 0 ? 1 + data[0] : -1,
        _ => Length(type),
    };

    /// <inheritdoc/>
    public bool Equals(ReturnPathMessage? other) =>
        other is not null && other.Offset == Offset && other.Type == Type && other.Data.Span.SequenceEqual(Data.Span) && other.Bitmap.Span.SequenceEqual(Bitmap.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Offset, Type, Data.Length, Bitmap.Length);
}
