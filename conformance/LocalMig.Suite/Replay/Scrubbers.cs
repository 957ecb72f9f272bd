using System.Text.RegularExpressions;
using LocalMig.Json;

namespace LocalMig.Suite.Replay;

/// <summary>The scrubbers there are.</summary>
public static class Scrubbers
{
    private static readonly string[] Durations = ["setup-time", "total-time", "downtime", "expected-downtime"];

    // What depends on how fast memory went over the wire, and on how much there was of it.
    private static readonly string[] Amounts =
    [
        "transferred", "remaining", "duplicate", "skipped", "normal", "normal-bytes", "mbps", "total", "precopy-bytes", "downtime-bytes",
        "postcopy-bytes", "pages-per-second", "dirty-sync-count", "dirty-pages-rate",
    ];

    /// <summary>Times of events, durations of migrations.</summary>
    public static Scrubber Times { get; } = new("times", "times of events and durations of migrations", static (pointer, value) =>
        pointer is "/timestamp/seconds" or "/timestamp/microseconds" || Durations.Any(d => pointer == "/return/" + d) ? Number(value) : null);

    /// <summary>Version and package of the implementation.</summary>
    public static Scrubber Versions { get; } = new("versions", "the version of the implementation", static (pointer, value) =>
        pointer switch
        {
            "/QMP/version/package" or "/return/package" => (JsonValue)"",
            _ when pointer.StartsWith("/QMP/version/qemu/", StringComparison.Ordinal) || pointer.StartsWith("/return/qemu/", StringComparison.Ordinal) => Number(value),
            _ => null,
        });

    /// <summary>Ports that the kernel chose.</summary>
    public static Scrubber Ports { get; } = new("ports", "ports of sockets that listen", static (pointer, value) =>
        pointer.EndsWith("/port", StringComparison.Ordinal) && value.Kind == JsonKind.String && value.AsString.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 ? (JsonValue)"0" : null);

    /// <summary>Counters of transferred memory.</summary>
    public static Scrubber Counters { get; } = new("counters", "how much memory was transferred, and how fast", static (pointer, value) =>
        pointer == "/return/remaining" || pointer.StartsWith("/return/ram/", StringComparison.Ordinal) && Amounts.Contains(pointer["/return/ram/".Length..]) ? Number(value) : null);

    /// <summary>Passes over memory after the second: there are as many as memory changes fast.</summary>
    public static Scrubber Passes { get; } = new("passes", "passes over memory after the second", static (_, _) => null)
    {
        Drops = static message => message["event"] is { Kind: JsonKind.String, AsString: "MIGRATION_PASS" } && message["data"]?["pass"] is { Kind: JsonKind.Int64, AsInt64: > 2 },
    };

    /// <summary>All of the above.</summary>
    public static IReadOnlyList<Scrubber> All { get; } = [Times, Versions, Ports, Counters, Passes];

    /// <summary>A folder of the recording stands for one of this run.</summary>
    /// <param name="recorded">The folder in the recording: <c>/run/vm/mig</c>.</param>
    /// <param name="actual">The folder now.</param>
    public static Scrubber Paths(string recorded, string actual) => new("paths", "folders of sockets and files", (_, value) =>
        value.Kind == JsonKind.String
            ? (JsonValue)value.AsString.Replace(actual, "FOLDER", StringComparison.Ordinal).Replace(recorded, "FOLDER", StringComparison.Ordinal)
            : null);

    /// <summary>Whatever matches an expression in a string, by order of the user.</summary>
    /// <param name="name">The scrubber's name.</param>
    /// <param name="expression">The expression.</param>
    /// <param name="place">The JSON pointers of the strings, with * and ?.</param>
    public static Scrubber Matching(string name, Regex expression, string place = "*")
    {
        var places = new Glob(place);
        return new Scrubber(name, $"what matches {expression}{(place == "*" ? "" : $" at {place}")}", (pointer, value) =>
            value.Kind == JsonKind.String && places.Matches(pointer) ? (JsonValue)expression.Replace(value.AsString, "SCRUBBED") : null);
    }

    /// <summary>Every value at a place, by order of the user.</summary>
    /// <param name="name">The scrubber's name.</param>
    /// <param name="place">The JSON pointers of the values, with * and ?.</param>
    public static Scrubber At(string name, string place)
    {
        var places = new Glob(place);
        return new Scrubber(name, $"every value at {place}", (pointer, _) => places.Matches(pointer) ? (JsonValue)"SCRUBBED" : null);
    }

    private static JsonValue? Number(JsonValue value) => value.Kind is JsonKind.Int64 or JsonKind.UInt64 or JsonKind.Double ? 0L : null;
}
