using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalMig.Json;

namespace LocalMig.Tests.Parameters;

/// <summary>Reads files below <c>fixtures/</c>, and JSON by a reader that is not ours.</summary>
internal static class Fixture
{
    public static string Path(string relative, [CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "../../../fixtures", relative));

    public static string Text(string relative) => System.IO.File.ReadAllText(Path(relative));

    public static JsonValue Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return Convert(document.RootElement);
    }

    /// <summary>Null where the text is not JSON, or what the dialect knows and plain JSON does not.</summary>
    public static JsonValue? TryJson(string text)
    {
        try
        {
            return Json(text);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonValue Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => JsonValue.Null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Array => JsonValue.Array([.. element.EnumerateArray().Select(Convert)]),
        JsonValueKind.Object => JsonValue.Object(element.EnumerateObject().Select(static p => (p.Name, Convert(p.Value)))),
        _ => Number(element.GetRawText()),
    };

    private static JsonValue Number(string raw)
    {
        if (raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            if (long.TryParse(raw, out long signed))
                return signed;
            if (ulong.TryParse(raw, out ulong unsigned))
                return JsonValue.From(unsigned);
        }

        return JsonValue.From(double.Parse(raw, System.Globalization.CultureInfo.InvariantCulture));
    }
}
