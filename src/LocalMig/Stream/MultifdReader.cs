using System.Text;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Reads a side channel of multifd: the handshake, then packets. The twin of <see cref="MultifdWriter"/>. The data of a
/// packet is read by the caller from the input, <see cref="MultifdPacket.DataLength"/> bytes.</summary>
/// <param name="input">The channel.</param>
/// <param name="pageSize">Bytes of a page of the guest.</param>
public sealed class MultifdReader(ByteInput input, int pageSize = 4096)
{
    /// <summary>Reads what the channel begins with.</summary>
    public Result<MultifdHandshake, ParseError> ReadHandshake()
    {
        if (ReadHead() is ParseError error)
            return error;
        byte[] uuid = input.ReadBytes(16);
        byte channel = input.ReadByte();
        input.Skip(MultifdHandshake.Length - 25);
        return input.Error is ParseError cut ? cut : new MultifdHandshake(uuid, channel);
    }

    /// <summary>Reads the head of the next packet; waits for it on a live channel.</summary>
    /// <returns>The packet, null where the channel ends between packets, or what is wrong.</returns>
    public Result<MultifdPacket?, ParseError> ReadPacket()
    {
        long offset = input.Offset;
        if (input.AtEnd)
            return input.Error is ParseError lost ? lost : default(MultifdPacket);
        if (ReadHead() is ParseError error)
            return error;
        var flags = (MultifdFlags)input.ReadUInt32();
        if (input.Error is null && flags.HasFlag(MultifdFlags.DeviceState))
            return ParseError.At(Errors.StreamMultifd, offset + 8, "a packet of device state");
        uint allocated = input.ReadUInt32();
        uint normal = input.ReadUInt32();
        uint size = input.ReadUInt32();
        ulong number = input.ReadUInt64();
        uint zero = input.ReadUInt32();
        input.Skip(4 + (3 * 8));
        long nameOffset = input.Offset;
        byte[] name = input.ReadBytes(MultifdFormat.NameLength);
        int places = MultifdFormat.PacketPages / pageSize;
        var addresses = new ulong[places];
        for (int i = 0; i < places; i++)
            addresses[i] = input.ReadUInt64();
        if (input.Error is ParseError cut)
            return cut;
        if ((ulong)normal + zero > (ulong)places)
            return ParseError.At(Errors.StreamMultifd, offset + 16, $"{normal} pages and {zero} zero pages, and there is room for {places}");
        int end = Array.IndexOf(name, (byte)0);
        if (end < 0)
            return ParseError.At(Errors.StreamMultifd, nameOffset, "the name of the block does not end");
        return new MultifdPacket(offset, flags, allocated, normal, zero, size, number, Encoding.UTF8.GetString(name.AsSpan(0, end)), addresses);
    }

    // Magic and version stand before everything.
    private ParseError? ReadHead()
    {
        long offset = input.Offset;
        uint magic = input.ReadUInt32();
        if (input.Error is null && magic != MultifdFormat.Magic)
            return ParseError.At(Errors.StreamMultifd, offset, $"0x{magic:x8} stands where 0x{MultifdFormat.Magic:x8} must be");
        uint version = input.ReadUInt32();
        if (input.Error is null && version != MultifdFormat.Version)
            return ParseError.At(Errors.StreamMultifd, offset + 4, $"version {version}; this side has {MultifdFormat.Version}");
        return input.Error;
    }
}
