using LocalMig.Json;

namespace LocalMig.Qmp;

/// <summary>Something that happened, told without being asked.</summary>
/// <param name="Name">The event's name: <c>MIGRATION</c>.</param>
/// <param name="Data">Its data; null where it has none.</param>
/// <param name="Seconds">When: seconds since 1970.</param>
/// <param name="Microseconds">When: microseconds within the second.</param>
public sealed record QmpEvent(string Name, JsonValue? Data, long Seconds, long Microseconds)
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    /// <summary>An event that happens now.</summary>
    public static QmpEvent Now(string name, JsonValue? data = null)
    {
        long ticks = DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks;
        return new QmpEvent(name, data, ticks / TimeSpan.TicksPerSecond, ticks % TimeSpan.TicksPerSecond / TicksPerMicrosecond);
    }

    /// <summary>The envelope of this event.</summary>
    public JsonValue ToJson()
    {
        List<(string, JsonValue)> members =
        [
            ("timestamp", JsonValue.Object(("seconds", Seconds), ("microseconds", Microseconds))),
            ("event", Name),
        ];
        if (Data is not null)
            members.Add(("data", Data));
        return JsonValue.Object(members);
    }

    /// <summary>Reads the envelope of an event; null where it is none.</summary>
    public static QmpEvent? Read(JsonValue envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope["event"] is not { Kind: JsonKind.String } name || envelope["timestamp"] is not { Kind: JsonKind.Object } time)
            return null;
        return new QmpEvent(name.AsString, envelope["data"], Number(time["seconds"]), Number(time["microseconds"]));
    }

    private static long Number(JsonValue? value) => value is { Kind: JsonKind.Int64 } ? value.AsInt64 : -1;
}
