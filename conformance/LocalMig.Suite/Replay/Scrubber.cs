using LocalMig.Json;

namespace LocalMig.Suite.Replay;

/// <summary>Takes out of an answer what differs from run to run, so that two answers can be compared.</summary>
/// <param name="Name">What it takes out, as a user names it: <c>times</c>.</param>
/// <param name="Description">The same in words, for the report.</param>
/// <param name="Replace">Given the JSON pointer of a string, number, boolean or null and that value, what stands for it instead; null where it may stay.</param>
public sealed record Scrubber(string Name, string Description, Func<string, JsonValue, JsonValue?> Replace)
{
    /// <summary>Whether a whole message is left out, because it comes as often as it likes.</summary>
    public Func<JsonValue, bool> Drops { get; init; } = static _ => false;

    /// <summary>Applies scrubbers to a message, all at each place, in order.</summary>
    public static JsonValue Apply(IReadOnlyList<Scrubber> scrubbers, JsonValue message)
    {
        ArgumentNullException.ThrowIfNull(scrubbers);
        return Apply(scrubbers, message, "");
    }

    private static JsonValue Apply(IReadOnlyList<Scrubber> scrubbers, JsonValue value, string pointer)
    {
        switch (value.Kind)
        {
            case JsonKind.Array:
                return JsonValue.Array([.. value.Items.Select((item, i) => Apply(scrubbers, item, $"{pointer}/{i}"))]);
            case JsonKind.Object:
                return JsonValue.Object(value.Members.Select(m => (m.Name, Apply(scrubbers, m.Value, JsonDifference.Child(pointer, m.Name)))));
            default:
                foreach (Scrubber scrubber in scrubbers)
                    value = scrubber.Replace(pointer, value) ?? value;
                return value;
        }
    }
}
