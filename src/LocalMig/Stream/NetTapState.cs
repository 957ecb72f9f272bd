namespace LocalMig.Stream;

/// <summary>The state of one queue of a TAP backend (specification, section 5, layout).</summary>
public static class NetTapState
{
    /// <summary>Its fields. In the profile upstream they are a section of their own, <c>NETDEV/QUEUE/net-tap</c>.</summary>
    public static VmStateDescription Description { get; } = new(
        "net-tap",
        0,
        VmStateField.Of("fd", VmStateType.Fd),
        VmStateField.Of("using_vnet_hdr", VmStateType.Bool),
        VmStateField.Of("has_ufo", VmStateType.Bool),
        VmStateField.Of("has_uso", VmStateType.Bool),
        VmStateField.Of("has_tunnel", VmStateType.Bool),
        VmStateField.Of("enabled", VmStateType.Bool),
        VmStateField.Of("host_vnet_hdr_len", VmStateType.UInt32));

    /// <summary>The id string of a queue's section.</summary>
    public static string SectionName(string netdev, int queue) => $"{netdev}/{queue}/net-tap";
}
