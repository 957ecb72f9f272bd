namespace LocalMig.Json;

/// <summary>One message that was read, or dropped.</summary>
/// <param name="Value">The message, or null where it was dropped.</param>
/// <param name="Error">Why it was dropped, or null.</param>
/// <param name="End">Offset after its last byte; the offset of the error where it was dropped. Counted from the first byte the parser was given.</param>
public readonly record struct JsonEvent(JsonValue? Value, JsonError? Error, long End);
