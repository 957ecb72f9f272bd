namespace LocalMig.Stream.Analysis;

/// <summary>What the <c>virtio</c> field of a virtio-net device on PCI consists of. The description that follows a stream tells
/// its size alone, and much of the form depends on how the device was made, so the form is found from the bytes
/// (<see cref="VirtioNetLayout"/>). It holds for the recorded streams of QEMU 7.2.22, 10.2.2 and 11.1.3, and for what they
/// send with other properties (queues, interrupts, a port of PCI Express); docs/virtio-net.md says what was tried.</summary>
internal static class VirtioNetState
{
    // The arrays of all queues are as long as a device can have queues.
    private const int MostQueues = 1024;
    private const int VlanBytes = 4096 / 8;

    private static readonly VmStateDescription[] CommonSubsections =
    [
        new("virtio/device_endian", 1, VmStateField.Of("device_endian", VmStateType.UInt8)),
        new("virtio/128bit_features", 1, VmStateField.Of("guest_features_ex", VmStateType.UInt64)),
        new("virtio/64bit_features", 1, VmStateField.Of("guest_features", VmStateType.UInt64)),
        new("virtio/virtqueues", 1, Queues("virtqueue_state", VmStateField.Of("vring.avail", VmStateType.UInt64), VmStateField.Of("vring.used", VmStateType.UInt64))),
        new("virtio/ringsize", 1, Queues("ringsize_state", VmStateField.Of("vring.num_default", VmStateType.UInt32))),
        new("virtio/broken", 1, VmStateField.Of("broken", VmStateType.Bool)),
        new("virtio/extra_state", 1, VmStateField.Nested("extra_state", new VmStateDescription("virtio_pci", 1, 1, [], [Modern()]))),
        new("virtio/started", 1, VmStateField.Of("started", VmStateType.Bool)),
        new(
            "virtio/packed_virtqueues",
            1,
            Queues(
                "packed_virtqueue_state",
                VmStateField.Of("last_avail_idx", VmStateType.UInt16),
                VmStateField.Of("last_avail_wrap_counter", VmStateType.Bool),
                VmStateField.Of("used_idx", VmStateType.UInt16),
                VmStateField.Of("used_wrap_counter", VmStateType.Bool),
                VmStateField.Of("inuse", VmStateType.UInt32))),
        new("virtio/disabled", 1, VmStateField.Of("disabled", VmStateType.Bool)),
    ];

    /// <summary>The description of the form that a device has.</summary>
    /// <param name="layout">What its bytes tell of it.</param>
    public static VmStateDescription Description(VirtioNetLayout layout)
    {
        var fields = new List<VmStateField>
        {
            VmStateField.Nested("pci", new VmStateDescription(
                "PCIDevice",
                2,
                VmStateField.Of("version_id", VmStateType.Int32),
                VmStateField.Buffer("config", layout.PciConfig),
                VmStateField.Buffer("irq_state", VirtioNetLayout.IrqState))),
        };
        if (layout.Vectors > 0)
        {
            fields.Add(VmStateField.Buffer("msix_table", layout.Vectors * VirtioNetLayout.VectorEntry));
            fields.Add(VmStateField.Buffer("msix_pba", layout.PendingBytes));
            fields.Add(VmStateField.Of("config_vector", VmStateType.UInt16));
        }

        fields.AddRange(
        [
            VmStateField.Of("status", VmStateType.UInt8),
            VmStateField.Of("isr", VmStateType.UInt8),
            VmStateField.Of("queue_sel", VmStateType.UInt16),
            VmStateField.Of("guest_features", VmStateType.UInt32),
            VmStateField.Of("config_len", VmStateType.UInt32),
            VmStateField.Buffer("config", lengthFrom: "config_len"),
            VmStateField.Of("queues", VmStateType.UInt32),
            VmStateField.Nested("vq", Queue(layout.Vectors > 0), lengthFrom: "queues"),
            VmStateField.Nested("device", Device(layout)),
        ]);
        return new VmStateDescription("virtio", 1, 1, fields, CommonSubsections);
    }

    private static VmStateDescription Queue(bool vectors)
    {
        List<VmStateField> fields =
        [
            VmStateField.Of("vring.num", VmStateType.UInt32),
            VmStateField.Of("vring.desc", VmStateType.UInt64),
            VmStateField.Of("last_avail_idx", VmStateType.UInt16),
        ];
        if (vectors)
            fields.Add(VmStateField.Of("vector", VmStateType.UInt16));
        return new VmStateDescription("vq", 1, 1, fields, []);
    }

    private static VmStateDescription Device(VirtioNetLayout layout)
    {
        List<VmStateField> fields =
        [
            VmStateField.Buffer("mac", VirtioNetLayout.Mac),
            VmStateField.Of("vqs.tx_waiting", VmStateType.UInt32),
            VmStateField.Of("mergeable_rx_bufs", VmStateType.UInt32),
            VmStateField.Of("status", VmStateType.UInt16),
            VmStateField.Of("promisc", VmStateType.UInt8),
            VmStateField.Of("allmulti", VmStateType.UInt8),
            VmStateField.Of("mac_table.in_use", VmStateType.UInt32),
            VmStateField.Buffer("mac_table.macs", layout.MacsInUse * VirtioNetLayout.Mac),
            VmStateField.Buffer("vlans", VlanBytes),
            VmStateField.Of("has_vnet_hdr", VmStateType.UInt32),
            VmStateField.Of("mac_table.multi_overflow", VmStateType.UInt8),
            VmStateField.Of("mac_table.uni_overflow", VmStateType.UInt8),
            VmStateField.Of("alluni", VmStateType.UInt8),
            VmStateField.Of("nomulti", VmStateType.UInt8),
            VmStateField.Of("nouni", VmStateType.UInt8),
            VmStateField.Of("nobcast", VmStateType.UInt8),
            VmStateField.Of("has_ufo", VmStateType.UInt8),
        ];
        if (layout.QueuePairs is int pairs)
        {
            fields.Add(VmStateField.Of("max_queue_pairs", VmStateType.Named("uint16 equal")));
            fields.Add(VmStateField.Of("curr_queue_pairs", VmStateType.UInt16));
            fields.Add(VmStateField.Of("vqs_1.tx_waiting", VmStateType.UInt32, pairs - 1));
        }

        if (layout.GuestOffloads)
            fields.Add(VmStateField.Of("curr_guest_offloads", VmStateType.UInt64));
        // The inline form of local migration (specification, section 5, layout): no stream of a real QEMU has shown its place.
        if (layout.InlineQueues > 0)
            fields.Add(VmStateField.Nested(NetTapState.Description.Name, NetTapState.Description, layout.InlineQueues));
        return new VmStateDescription("virtio-net-device", 11, 11, fields, [Rss()]);
    }

    private static VmStateDescription Rss() => new(
        "virtio-net-device/rss",
        1,
        VmStateField.Of("rss_data.enabled", VmStateType.Bool),
        VmStateField.Of("rss_data.redirect", VmStateType.Bool),
        VmStateField.Of("rss_data.populate_hash", VmStateType.Bool),
        VmStateField.Of("rss_data.hash_types", VmStateType.UInt32),
        VmStateField.Of("rss_data.indirections_len", VmStateType.UInt16),
        VmStateField.Of("rss_data.default_queue", VmStateType.UInt16),
        VmStateField.Buffer("rss_data.key", 40),
        new VmStateField("rss_data.indirections_table", VmStateType.UInt16, VmStateType.UInt16.Size) { LengthFrom = "rss_data.indirections_len" });

    private static VmStateDescription Modern() => new(
        "virtio_pci/modern_state",
        1,
        VmStateField.Of("dfselect", VmStateType.UInt32),
        VmStateField.Of("gfselect", VmStateType.UInt32),
        VmStateField.Of("guest_features", VmStateType.UInt32, 2),
        Queues(
            "virtio_pci/modern_queue_state",
            VmStateField.Of("num", VmStateType.UInt16),
            VmStateField.Of("unused", VmStateType.UInt8),
            VmStateField.Of("enabled", VmStateType.Bool),
            VmStateField.Of("desc", VmStateType.UInt32, 2),
            VmStateField.Of("avail", VmStateType.UInt32, 2),
            VmStateField.Of("used", VmStateType.UInt32, 2)));

    private static VmStateField Queues(string name, params IReadOnlyList<VmStateField> fields) =>
        VmStateField.Nested("vq", new VmStateDescription(name, 1, fields), MostQueues);
}
