using System.Text.Json;
using LocalMig.Json;

namespace LocalMig.Stream.Compare;

/// <summary>Writes a comparison as JSON, in the form that <see cref="Format"/> and <see cref="Version"/> name.</summary>
public static class ComparisonJson
{
    /// <summary>The form's name, the value of the member <c>format</c>.</summary>
    public const string Format = "localmig-diff";

    /// <summary>The form's version, the value of the member <c>version</c>: higher where a reader has to change.</summary>
    public const int Version = 1;

    /// <summary>Writes the whole comparison.</summary>
    public static void Write(StreamComparison comparison, System.IO.Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        WriteSide(json, "a", comparison.A);
        WriteSide(json, "b", comparison.B);
        json.WriteString("a-to-b", Code(comparison.AToB));
        json.WriteString("b-to-a", Code(comparison.BToA));
        json.WriteStartArray("differences");
        foreach (StreamDifference difference in comparison.Differences)
            WriteDifference(json, difference);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter json, string member, ComparedSide side)
    {
        json.WriteStartObject(member);
        json.WriteString("name", side.Name);
        if (side.Machine is string machine)
            json.WriteString("machine", machine);
        json.WriteNumber("devices", side.Devices.Count);
        json.WriteEndObject();
    }

    private static void WriteDifference(Utf8JsonWriter json, StreamDifference difference)
    {
        json.WriteStartObject();
        json.WriteString("kind", JsonWords.Of(difference.Kind));
        json.WriteString("path", difference.Path);
        if (difference.InA is string a)
            json.WriteString("a", a);
        if (difference.InB is string b)
            json.WriteString("b", b);
        WriteEffect(json, "a-to-b", difference.AToB);
        WriteEffect(json, "b-to-a", difference.BToA);
        json.WriteEndObject();
    }

    private static void WriteEffect(Utf8JsonWriter json, string member, Effect effect)
    {
        json.WriteStartObject(member);
        json.WriteString("outcome", Code(effect.Outcome));
        json.WriteString("reason", effect.Reason);
        if (effect.QemuText is string qemu)
            json.WriteString("qemu", qemu);
        json.WriteEndObject();
    }

    private static string Code(Outcome outcome) => JsonWords.Of(outcome);
}
