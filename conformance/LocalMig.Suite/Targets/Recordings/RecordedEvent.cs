using LocalMig.Json;

namespace LocalMig.Suite.Targets.Recordings;

/// <summary>An event in a recording.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Name">Its name: <c>MIGRATION</c>, <c>STOP</c>.</param>
/// <param name="Data">Its data; null where it has none.</param>
/// <param name="Microseconds">When the side sent it, by that side's clock.</param>
/// <param name="Text">The line itself.</param>
internal sealed record RecordedEvent(int Line, string Name, JsonValue? Data, long Microseconds, string Text)
{
    /// <summary>The migration status of a MIGRATION event; null for others.</summary>
    public string? Status => Name == "MIGRATION" ? Data?["status"].Text() : null;
}
