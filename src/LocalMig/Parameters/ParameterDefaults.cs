using LocalMig.Json;

namespace LocalMig.Parameters;

/// <summary>The values the parameters have before anyone sets one. <c>block-bitmap-mapping</c> has none.</summary>
internal static class ParameterDefaults
{
    private static readonly Dictionary<string, JsonValue> Values = new(StringComparer.Ordinal)
    {
        ["announce-initial"] = 50,
        ["announce-max"] = 550,
        ["announce-rounds"] = 5,
        ["announce-step"] = 100,
        ["compress-level"] = 1,
        ["compress-threads"] = 8,
        ["compress-wait-thread"] = true,
        ["decompress-threads"] = 2,
        ["throttle-trigger-threshold"] = 50,
        ["cpu-throttle-initial"] = 20,
        ["cpu-throttle-increment"] = 10,
        ["cpu-throttle-tailslow"] = false,
        ["tls-creds"] = "",
        ["tls-hostname"] = "",
        ["tls-authz"] = "",
        ["max-bandwidth"] = 128 << 20,
        ["avail-switchover-bandwidth"] = 0,
        ["downtime-limit"] = 300,
        ["x-checkpoint-delay"] = 20_000,
        ["block-incremental"] = false,
        ["multifd-channels"] = 2,
        ["xbzrle-cache-size"] = 64 << 20,
        ["max-postcopy-bandwidth"] = 0,
        ["max-cpu-throttle"] = 99,
        ["multifd-compression"] = "none",
        ["multifd-zlib-level"] = 1,
        ["multifd-qatzip-level"] = 1,
        ["multifd-zstd-level"] = 1,
        ["x-vcpu-dirty-limit-period"] = 1_000,
        ["vcpu-dirty-limit"] = 1,
        ["mode"] = "normal",
        ["zero-page-detection"] = "multifd",
        ["direct-io"] = false,
        ["x-rdma-chunk-size"] = 1 << 20,
        ["cpr-exec-command"] = JsonValue.Array(),
        ["local"] = false,
    };

    /// <summary>The default of a parameter, or null where it has none.</summary>
    public static JsonValue? Of(string name) => Values.GetValueOrDefault(name);
}
