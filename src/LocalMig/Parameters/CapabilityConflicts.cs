using LocalMig.Wire;

namespace LocalMig.Parameters;

/// <summary>Which capabilities do not go together, in the order in which QEMU looks (recordings A11-07 and A7-07).</summary>
internal static class CapabilityConflicts
{
    private static readonly string[] NotWithSnapshot =
    [
        "postcopy-ram", "dirty-bitmaps", "postcopy-blocktime", "late-block-activate", "return-path", "multifd",
        "pause-before-switchover", "auto-converge", "release-ram", "rdma-pin-all", "compress", "xbzrle", "x-colo",
        "validate-uuid", "zero-copy-send",
    ];

    /// <summary>The text of the first conflict, or null.</summary>
    /// <param name="before">The capabilities in force.</param>
    /// <param name="after">The capabilities asked for.</param>
    /// <param name="context">What else decides.</param>
    public static string? First(MigrationCapabilities before, MigrationCapabilities after, CapabilityContext context)
    {
        if (after.Generation == QemuGeneration.Qemu11 && LacksReturnPath(after, "x-colo") is { } colo)
            return colo;
        if (after["postcopy-ram"] && after["x-ignore-shared"])
            return ParameterTexts.PostcopyIgnoreShared;
        if (after["background-snapshot"] && Array.Find(NotWithSnapshot, n => after[n]) is { } other)
            return ParameterTexts.SnapshotConflict(other);
        if (after["zero-copy-send"] && !CanZeroCopy(after, context.Parameters))
            return ParameterTexts.ZeroCopy;
        if (after["postcopy-preempt"] && Preempt(before, after, context) is { } preempt)
            return preempt;
        return after.Generation == QemuGeneration.Qemu11 ? Since11(before, after, context) : null;
    }

    private static string? Since11(MigrationCapabilities before, MigrationCapabilities after, CapabilityContext context)
    {
        if (after["multifd"] && !before["multifd"] && context.IncomingStarted)
            return ParameterTexts.MultifdBeforeIncoming;
        if (LacksReturnPath(after, "switchover-ack") is { } lacking)
            return lacking;

        // The reference has no KVM, so this capability can never be had.
        if (after["dirty-limit"])
            return after["auto-converge"] ? ParameterTexts.DirtyLimitAutoConverge : ParameterTexts.DirtyLimitRing;
        if (after["multifd"] && after["xbzrle"])
            return ParameterTexts.MultifdXbzrle;
        if (!after["mapped-ram"])
            return null;
        if (after["xbzrle"])
            return ParameterTexts.MappedRamXbzrle;
        return after["postcopy-ram"] ? ParameterTexts.MappedRamPostcopy : null;
    }

    private static string? LacksReturnPath(MigrationCapabilities after, string name) =>
        after[name] && !after["return-path"] ? ParameterTexts.Requires(name, "return-path") : null;

    private static string? Preempt(MigrationCapabilities before, MigrationCapabilities after, CapabilityContext context)
    {
        if (!after["postcopy-ram"])
            return ParameterTexts.PreemptNeedsPostcopy;
        if (after["compress"])
            return ParameterTexts.PreemptCompress;
        return !before["postcopy-preempt"] && context.IncomingStarted ? ParameterTexts.PreemptBeforeIncoming : null;
    }

    private static bool CanZeroCopy(MigrationCapabilities after, MigrationParameters? parameters) =>
        after["multifd"] && !after["compress"] && !after["xbzrle"]
        && parameters is not { CompressesMultifd: true } and not { UsesTls: true };
}
