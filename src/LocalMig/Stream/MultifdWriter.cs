using System.Text;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Writes a side channel of multifd. The twin of <see cref="MultifdReader"/>.</summary>
/// <param name="output">The channel.</param>
public sealed class MultifdWriter(ByteOutput output)
{
    /// <summary>Writes what the channel begins with.</summary>
    public void Handshake(MultifdHandshake handshake)
    {
        output.WriteUInt32(MultifdFormat.Magic);
        output.WriteUInt32(MultifdFormat.Version);
        output.Write(handshake.Uuid.Span);
        output.WriteByte(handshake.Channel);
        output.Write(new byte[MultifdHandshake.Length - 25]);
    }

    /// <summary>Writes the head of a packet; its data is the caller's to write.</summary>
    /// <exception cref="ArgumentException">The name is too long for its place.</exception>
    public void Packet(MultifdPacket packet)
    {
        byte[] name = new byte[MultifdFormat.NameLength];
        if (Encoding.UTF8.GetByteCount(packet.Block) >= name.Length)
            throw new ArgumentException($"'{packet.Block}' is longer than {name.Length - 1} bytes", nameof(packet));
        Encoding.UTF8.GetBytes(packet.Block, name);
        output.WriteUInt32(MultifdFormat.Magic);
        output.WriteUInt32(MultifdFormat.Version);
        output.WriteUInt32((uint)packet.Flags);
        output.WriteUInt32(packet.PagesAllocated);
        output.WriteUInt32(packet.NormalPages);
        output.WriteUInt32(packet.NextSize);
        output.WriteUInt64(packet.Number);
        output.WriteUInt32(packet.ZeroPages);
        output.Write(new byte[4 + (3 * 8)]);
        output.Write(name);
        foreach (ulong address in packet.Addresses)
            output.WriteUInt64(address);
    }
}
