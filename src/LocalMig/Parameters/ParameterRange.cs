using System.Numerics;
using LocalMig.Wire;

namespace LocalMig.Parameters;

/// <summary>The ranges of the parameters, in the order in which QEMU checks them on the merged parameters (facts A.8).</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Holds">Whether its value is in range, given all parameters.</param>
/// <param name="Text">The error where it is not.</param>
internal sealed record ParameterRange(
    string Name, Func<ulong, MigrationParameters, bool> Holds, Func<QemuGeneration, string> Text)
{
    private const ulong MiB = 1 << 20;

    // The smallest page of the machines the reference stands for.
    private const ulong TargetPage = 4096;

    /// <summary>All of them. A parameter that a generation lacks is never out of range there.</summary>
    public static IReadOnlyList<ParameterRange> InOrder { get; } =
    [
        Between("compress-level", 0, 9, "a value between 0 and 9"),
        Between("compress-threads", 1, 255, "a value between 1 and 255"),
        Between("decompress-threads", 1, 255, "a value between 1 and 255"),
        Between("throttle-trigger-threshold", 1, 100, "an integer in the range of 1 to 100"),
        Between("cpu-throttle-initial", 1, 99, "an integer in the range of 1 to 99"),
        Between("cpu-throttle-increment", 1, 99, "an integer in the range of 1 to 99"),
        Between("downtime-limit", 0, 2_000_000, "an integer in the range of 0 to (2000 * 1000) ms"),
        Between("multifd-channels", 1, 255, "a value between 1 and 255"),

        // 7.2 never looked at the levels of compression.
        Since11("multifd-zlib-level", 0, 9, "a value between 0 and 9"),
        Since11("multifd-qatzip-level", 1, 9, "a value between 1 and 9"),
        Since11("multifd-zstd-level", 0, 20, "a value between 0 and 20"),
        Of("xbzrle-cache-size", static v => v >= TargetPage && BitOperations.IsPow2(v), "a power of two no less than the target page size"),
        new(
            "max-cpu-throttle",
            static (v, all) => v <= 99 && v >= all["cpu-throttle-initial"]!.AsUInt64,
            static g => ParameterTexts.OutOfRange("max-cpu-throttle", "an integer in the range of cpu-throttle-initial to 99", g)),
        Between("announce-initial", 0, 100_000, "a value between 0 and 100000"),
        Between("announce-max", 0, 100_000, "a value between 0 and 100000"),
        Between("announce-rounds", 0, 1_000, "a value between 0 and 1000"),

        // The text says 0, the check says 1.
        Between("announce-step", 1, 10_000, "a value between 0 and 10000"),
        Between("x-vcpu-dirty-limit-period", 1, 1_000, "a value between 1 and 1000"),
        new("vcpu-dirty-limit", static (v, _) => v >= 1, static _ => "Parameter 'vcpu-dirty-limit' must be greater than 1 MB/s"),
        new(
            "x-rdma-chunk-size",
            static (v, _) => v is >= MiB and <= 1024 * MiB && BitOperations.IsPow2(v),
            static _ => "Option x_rdma_chunk_size expects a power of 2 in the range 1MiB to 1024MiB"),
    ];

    /// <summary>The names from which on the checks come after those that need more than one number: see <see cref="ParameterCheck"/>.</summary>
    public const string FirstAfterConflicts = "x-vcpu-dirty-limit-period";

    /// <summary>Whether a parameter can be set and keeps its value all the same: up to 7.2 the levels of compression were forgotten.</summary>
    public static bool IsForgotten(string name, QemuGeneration generation) =>
        generation != QemuGeneration.Qemu11 && name is "multifd-zlib-level" or "multifd-zstd-level";

    private static ParameterRange Of(string name, Func<ulong, bool> holds, string expected) =>
        new(name, (v, _) => holds(v), g => ParameterTexts.OutOfRange(name, expected, g));

    private static ParameterRange Between(string name, ulong least, ulong most, string expected) =>
        Of(name, v => v >= least && v <= most, expected);

    private static ParameterRange Since11(string name, ulong least, ulong most, string expected) => new(
        name,
        (v, all) => all.Generation != QemuGeneration.Qemu11 || (v >= least && v <= most),
        g => ParameterTexts.OutOfRange(name, expected, g));
}
