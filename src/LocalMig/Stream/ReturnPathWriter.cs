using System.Buffers.Binary;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Writes the messages of the return path. The twin of <see cref="ReturnPathReader"/>.</summary>
/// <param name="output">Where to: to the source.</param>
public sealed class ReturnPathWriter(ByteOutput output)
{
    /// <summary>Writes a message of any kind, fitting or not.</summary>
    public void Write(ReturnPathType type, params ReadOnlySpan<byte> data)
    {
        // One write per message: whoever reads the other end gets it whole.
        Span<byte> head = stackalloc byte[4 + data.Length];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], checked((ushort)data.Length));
        data.CopyTo(head[4..]);
        output.Write(head);
    }

    /// <summary>Writes a message as it is, with its bitmap where it has one.</summary>
    public void Write(ReturnPathMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Write(message.Type, message.Data.Span);
        if (message.Type != ReturnPathType.ReceivedBitmap)
            return;
        output.WriteUInt64((ulong)message.Bitmap.Length);
        output.Write(message.Bitmap.Span);
        output.WriteUInt64(ReturnPathMessage.BitmapEnd);
    }

    /// <summary>Says that nothing more comes.</summary>
    /// <param name="status">0 where the load was well.</param>
    public void Shut(uint status) => Write(ReturnPathType.Shut, status);

    /// <summary>Answers a ping.</summary>
    public void Pong(uint number) => Write(ReturnPathType.Pong, number);

    private void Write(ReturnPathType type, uint value)
    {
        Span<byte> data = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(data, value);
        Write(type, data);
    }
}
