using System.Globalization;
using System.Text;
using LocalMig.Fuzz.Mutators;
using LocalMig.Json;
using LocalMig.Qapi;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>Answers of query-qmp-schema.</summary>
public sealed class IntrospectionTarget : FuzzTarget
{
    private const string NoJson = "json";

    /// <inheritdoc/>
    public override string Name => "introspection";

    /// <inheritdoc/>
    public override string Summary => "answers of query-qmp-schema: an error at a place that is there, or a schema; what is written of it is read, and written alike";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, NoJson, Errors.QapiIntrospection.Code];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Qapi/Introspection.cs", "src/LocalMig/Qapi/IntrospectionReader.cs"];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(
        "\"name\": ", "\"meta-type\": ", "\"builtin\"", "\"object\"", "\"enum\"", "\"array\"", "\"alternate\"", "\"command\"", "\"event\"", "\"members\": ", "\"values\": ", "\"type\": ", "\"tag\": ",
        "\"variants\": ", "\"case\": ", "\"default\": null", "\"features\": [", "\"element-type\": ", "\"arg-type\": ", "\"ret-type\": ", "\"allow-oob\": true", "\"json-type\": ", "\"int\"", "[]", "{}");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new IntrospectionMutator();

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) =>
        SeedInputs.SmallSchemas(fixtures)
            .Select(static text => SchemaBuilder.Build(Encoding.UTF8.GetString(text), SchemaReading.Path, new HashSet<string>(StringComparer.Ordinal)))
            .Where(static built => built.IsOk)
            .Select(static built => Encoding.UTF8.GetBytes(JsonText.Write(Introspection.Write(built.Value), JsonOrder.Plain)))
            .Where(static text => text.Length < 3000)
            .Concat(SeedInputs.Made(Mutator, 100))
            .Concat(Words.Of(
                "{}", "[]", "[{}]", "[{\"name\": \"0\", \"meta-type\": \"x\"}]", "[{\"name\": \"0\", \"meta-type\": \"enum\", \"values\": [1]}]", "[{\"name\": \"0\", \"meta-type\": \"object\"}]",
                "[{\"name\": \"[int]\", \"meta-type\": \"array\", \"element-type\": \"[int]\"}, {\"name\": \"E\", \"meta-type\": \"event\", \"arg-type\": \"[int]\"}]",
                "[{\"name\": \"E\", \"meta-type\": \"event\", \"arg-type\": \"E\"}]",
                "[{\"name\": \"0\", \"meta-type\": \"object\", \"members\": [], \"tag\": \"a\", \"variants\": [{\"case\": \"b\", \"type\": \"0\"}]}]"));

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        if (!JsonText.Parse(input).TryGet(out JsonValue? answer, out _))
            return NoJson;
        if (Introspection.Read(answer).TryGet(out _, out ParseError? error))
            return Accepted;
        Check(IsThere(answer, error.Path), "an error stands at a place that is there, or that misses a member", error.ToString);
        return error.Rule.Code;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        if (!JsonText.Parse(input).TryGet(out JsonValue? answer, out _) || !Introspection.Read(answer).TryGet(out Schema? schema, out _))
            return;
        JsonValue written = Introspection.Write(schema);
        string text = JsonText.Write(written, JsonOrder.Plain);
        Check(Introspection.Read(written).TryGet(out Schema? again, out ParseError? error), "what is written is read", () => $"{error}\n{text}");
        Check(JsonText.Write(Introspection.Write(again!), JsonOrder.Plain) == text, "what is read of it is written alike", () => text);
    }

    // Only the last step may lead to nothing.
    private static bool IsThere(JsonValue? place, string path)
    {
        foreach (string step in path.Split('/').Skip(1))
        {
            if (place is null)
                return false;
            place = place.Kind switch
            {
                JsonKind.Array when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < place.Items.Count => place.Items[index],
                JsonKind.Object => place[step],
                _ => null,
            };
        }

        return true;
    }
}
