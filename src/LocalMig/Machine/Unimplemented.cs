namespace LocalMig.Machine;

/// <summary>What would change the stream or its channels and is not implemented: refused before anything begins.</summary>
internal static class Unimplemented
{
    private static readonly string[] Capabilities =
    [
        "xbzrle", "compress", "postcopy-ram", "x-colo", "block", "multifd", "x-ignore-shared", "background-snapshot", "zero-copy-send",
        "postcopy-preempt", "switchover-ack", "mapped-ram",
    ];

    /// <summary>The text about the first such thing that is set; null where there is none.</summary>
    public static string? First(Vm vm)
    {
        if (Array.Find(Capabilities, name => vm.Capabilities[name]) is { } capability)
            return MachineTexts.CapabilityNotImplemented(capability);
        return vm.Parameters.Mode is "normal" or "cpr-reboot" ? null : MachineTexts.ModeNotImplemented(vm.Parameters.Mode);
    }
}
