using System.Buffers.Binary;
using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>What the bytes of a virtio-net device's state tell of its form.</summary>
/// <param name="PciConfig">Bytes of the configuration space: 4096 where the device has the capability of PCI Express, else 256.</param>
/// <param name="Vectors">Entries of the MSI-X table, as the capability in the configuration space says; 0 without one.</param>
/// <param name="MacsInUse">Addresses in the filter.</param>
/// <param name="QueuePairs">Queue pairs in use; null where the device has one only and the number is not sent.</param>
/// <param name="GuestOffloads">Whether the driver may switch offloads, so that their state is sent.</param>
/// <param name="InlineQueues">Queues of a TAP whose state and descriptor stand inside; 0 without local migration.</param>
internal sealed record VirtioNetLayout(int PciConfig, int Vectors, int MacsInUse, int? QueuePairs, bool GuestOffloads, int InlineQueues)
{
    /// <summary>Bytes of the state of the interrupt pins.</summary>
    public const int IrqState = 16;

    /// <summary>Bytes of an entry of the MSI-X table.</summary>
    public const int VectorEntry = 16;

    /// <summary>Bytes of an address.</summary>
    public const int Mac = 6;

    private const int ConventionalConfig = 256;
    private const int ExpressConfig = 4096;
    private const int FirstCapability = 0x34;
    private const byte MsixCapability = 0x11;
    private const byte ExpressCapability = 0x10;
    private const uint CtrlGuestOffloads = 1u << 2;
    private const int MostQueues = 1024;
    private const int MostPairs = 512;

    // mac, tx_waiting, mergeable_rx_bufs, status, promisc, allmulti
    private const int BeforeMacs = Mac + 4 + 4 + 2 + 1 + 1;

    // vlans, has_vnet_hdr, six flags, has_ufo
    private const int BehindMacs = 512 + 4 + 6 + 1;

    /// <summary>Bytes that tell which vectors are pending.</summary>
    public int PendingBytes => (Vectors + 7) / 8;

    /// <summary>Gives the forms that the bytes may have, the likeliest first. Only one that takes all bytes is the right one.</summary>
    /// <param name="state">The state, from its first byte.</param>
    /// <param name="inlineQueues">Queues whose state is looked for inside.</param>
    public static IEnumerable<VirtioNetLayout> Candidates(ReadOnlyMemory<byte> state, int inlineQueues)
    {
        var input = new MemoryInput(state);
        if (Common(input, state.Span) is not (int config, int vectors, uint features))
            yield break;
        input.Skip(BeforeMacs);
        uint macs = input.ReadUInt32();
        if (input.Error is not null || macs > state.Length / Mac)
            yield break;
        input.Skip((macs * Mac) + BehindMacs);
        bool offloads = (features & CtrlGuestOffloads) != 0;
        yield return new VirtioNetLayout(config, vectors, (int)macs, null, offloads, inlineQueues);

        // With several pairs their number comes next. Nothing before it says whether it does.
        ushort most = input.ReadUInt16();
        ushort current = input.ReadUInt16();
        if (input.Error is null && most is > 1 and <= MostPairs && current >= 1 && current <= most)
            yield return new VirtioNetLayout(config, vectors, (int)macs, current, offloads, inlineQueues);
    }

    private static (int Config, int Vectors, uint Features)? Common(MemoryInput input, ReadOnlySpan<byte> state)
    {
        if (input.ReadUInt32() != 2 || state.Length < 4 + ConventionalConfig)
            return null;
        ReadOnlySpan<byte> space = state.Slice(4, ConventionalConfig);
        int config = Capability(space, ExpressCapability) is null ? ConventionalConfig : ExpressConfig;
        int vectors = Capability(space, MsixCapability) is int msix ? (BinaryPrimitives.ReadUInt16LittleEndian(space[(msix + 2)..]) & 0x7ff) + 1 : 0;
        input.Skip(config + IrqState);
        if (vectors > 0)
            input.Skip((vectors * VectorEntry) + ((vectors + 7) / 8) + sizeof(ushort));
        input.Skip(1 + 1 + 2);
        uint features = input.ReadUInt32();
        input.Skip(input.ReadUInt32());
        uint queues = input.ReadUInt32();
        if (queues > MostQueues)
            return null;
        input.Skip(queues * (4 + 8 + 2 + (vectors > 0 ? 2 : 0)));
        return input.Error is null ? (config, vectors, features) : null;
    }

    // The list of capabilities may run in a circle.
    private static int? Capability(ReadOnlySpan<byte> space, byte id)
    {
        int at = space[FirstCapability];
        for (int steps = 0; steps < 48 && at is >= 0x40 and <= ConventionalConfig - 4; steps++)
        {
            if (space[at] == id)
                return at;
            at = space[at + 1];
        }

        return null;
    }
}
