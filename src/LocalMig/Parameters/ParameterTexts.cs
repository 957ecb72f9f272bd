using LocalMig.Wire;

namespace LocalMig.Parameters;

/// <summary>What QEMU says about parameters and capabilities that do not fit together (facts A.8, recordings A11-06 to A7-07).</summary>
internal static class ParameterTexts
{
    public const string Running = "There's a migration process in progress";
    public const string ZeroCopy = "Zero copy only available for non-compressed non-TLS multifd migration";
    public const string MappedRamPlain = "Mapped-ram only available for non-compressed non-TLS multifd migration";
    public const string MappedRamXbzrle = "Mapped-ram migration is incompatible with xbzrle";
    public const string MappedRamPostcopy = "Mapped-ram migration is incompatible with postcopy";
    public const string PostcopyIgnoreShared = "Postcopy is not compatible with ignore-shared";
    public const string PreemptNeedsPostcopy = "Postcopy preempt requires postcopy-ram";
    public const string PreemptBeforeIncoming = "Postcopy preempt must be set before incoming starts";
    public const string PreemptCompress = "Postcopy preempt not compatible with compress";
    public const string MultifdBeforeIncoming = "Multifd must be set before incoming starts";
    public const string MultifdXbzrle = "Multifd is not compatible with xbzrle";
    public const string DirtyLimitAutoConverge = "dirty-limit conflicts with auto-converge either of then available currently";
    public const string DirtyLimitRing = "dirty-limit requires KVM with accelerator property 'dirty-ring-size' set";

    public static string Requires(string capability, string needed) => $"Capability '{capability}' requires capability '{needed}'";

    public static string SnapshotConflict(string capability) => $"Background-snapshot is not compatible with {capability}";

    public static string BadMapping(string reason) => $"Invalid mapping given for block-bitmap-mapping: {reason}";

    /// <summary>A value outside its range; the generations differ in the form and in how names are spelled.</summary>
    public static string OutOfRange(string parameter, string expected, QemuGeneration generation) => generation == QemuGeneration.Qemu11
        ? $"Option {parameter} expects {expected}"
        : $"Parameter '{parameter.Replace('-', '_')}' expects {expected.Replace("cpu-throttle-initial", "cpu_throttle_initial", StringComparison.Ordinal)}";
}
