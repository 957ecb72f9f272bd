using System.Text;
using System.Text.RegularExpressions;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Suite.Replay;

namespace LocalMig.Suite.Differential;

/// <summary>An input that two implementations answer differently.</summary>
/// <param name="Input">The input, minimised where that could be done: bytes to be sent one after the other, each waiting for the answers to the one before.</param>
/// <param name="Differences">What differs, each in one line: <c>POINTER: ours: ...; theirs: ...</c>, or without the pointer where whole answers
/// are compared.</param>
public sealed partial record Disagreement(IReadOnlyList<byte[]> Input, IReadOnlyList<string> Differences)
{
    // Many answers to one input are not all of interest.
    private const int LongestText = 1000;

    private const string Nothing = "nothing";

    /// <summary>The same for disagreements that differ in numbers and quoted names alone.</summary>
    internal string Shape => Particular().Replace(string.Join("\n", Differences), "#");

    /// <summary>Compares two lists of answers; empty where they are the same after scrubbing.</summary>
    /// <param name="ours">Lines.</param>
    /// <param name="theirs">Lines.</param>
    /// <param name="scrubbers">What does not count.</param>
    internal static IReadOnlyList<string> Compare(IReadOnlyList<string> ours, IReadOnlyList<string> theirs, IReadOnlyList<Scrubber> scrubbers)
    {
        if (ours.SequenceEqual(theirs, StringComparer.Ordinal))
            return [];
        if (ours.Count != theirs.Count)
            return [Pair(string.Join(" ", ours), string.Join(" ", theirs))];
        return [.. ours.Zip(theirs).SelectMany(pair => Compare(pair.First, pair.Second, scrubbers))];
    }

    /// <summary>Bytes as text: what is not printable ASCII is escaped.</summary>
    /// <param name="bytes">The bytes.</param>
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (byte b in bytes)
            text.Append(b is >= 0x20 and < 0x7F and not (byte)'\\' ? ((char)b).ToString() : $"\\x{b:x2}");
        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("\n", Input.Select(static part => "-> " + Escape(part))) + "\n" + string.Join("\n", Differences) + "\n";

    [GeneratedRegex("'[^']*'|[0-9][0-9a-fx]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Particular();

    private static string Pair(string ours, string theirs) => $"ours: {Shortened(ours)}; theirs: {Shortened(theirs)}";

    private static string Shortened(string text) => text.Length > LongestText ? text[..LongestText] + "..." : text;

    private static IEnumerable<string> Compare(string ours, string theirs, IReadOnlyList<Scrubber> scrubbers)
    {
        if (ours == theirs)
            return [];
        if (Scrubbed(ours, scrubbers) is not { } our || Scrubbed(theirs, scrubbers) is not { } their)
            return [Pair(ours, theirs)];
        return JsonDifference.Find(our, their).Select(static d => $"{d.Pointer}: {Pair(d.Expected ?? Nothing, d.Actual ?? Nothing)}");
    }

    private static JsonValue? Scrubbed(string text, IReadOnlyList<Scrubber> scrubbers) =>
        JsonText.Parse(text).TryGet(out JsonValue? value, out _) ? WithoutLocal(Scrubber.Apply(scrubbers, value)) : null;

    // Nobody else has the parameter that this project is about.
    private static JsonValue WithoutLocal(JsonValue answer) => answer["return"]?[MigrationParameters.LocalName] is null
        ? answer
        : JsonValue.Object(answer.Members.Select(static m => m.Name != "return"
            ? m
            : (m.Name, JsonValue.Object(m.Value.Members.Where(static inner => inner.Name != MigrationParameters.LocalName)))));
}
