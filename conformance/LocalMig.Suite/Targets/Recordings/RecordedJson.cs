using LocalMig.Json;

namespace LocalMig.Suite.Targets.Recordings;

/// <summary>Looks into values of which nothing is known: what is of another type is not there.</summary>
internal static class RecordedJson
{
    /// <summary>The string, or null.</summary>
    public static string? Text(this JsonValue? value) => value is { Kind: JsonKind.String } ? value.AsString : null;

    /// <summary>The boolean, or null.</summary>
    public static bool? Flag(this JsonValue? value) => value is { Kind: JsonKind.Boolean } ? value.AsBoolean : null;

    /// <summary>The items; none where it is no array.</summary>
    public static IReadOnlyList<JsonValue> List(this JsonValue? value) => value is { Kind: JsonKind.Array } ? value.Items : [];
}
