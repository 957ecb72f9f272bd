using System.Text;
using LocalMig.Fuzz.Mutators;
using LocalMig.Json;
using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>Examples of the documentation: the input is what stands in one, a line of it a line of the comment.</summary>
public sealed class ExampleTarget : FuzzTarget
{
    private const string Problem = "problem";

    /// <inheritdoc/>
    public override string Name => "example";

    /// <inheritdoc/>
    public override string Summary => "examples with parts left out: a message or a problem at a place that is there; without such parts, the JSON that the wire has and no other";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, Problem];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Qapi/Lint/ExampleMessage.cs", "src/LocalMig/Qapi/Lint/ExampleParser.cs", "src/LocalMig/Qapi/Lint/ExampleValue.cs"];

    /// <inheritdoc/>
    public override int MaximumLength => 2048;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(
        "-> ", "<- ", "...", "... more ...", "{", "}", "[", "]", ":", ",", "\"a\": ", "'a'", "\\\"", "true", "false", "null", "-1", "0.5", "1e3", "\"execute\"", "\n");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new JsonMutator();

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) => Words.Of(
        "-> { \"execute\": \"x\", \"arguments\": { \"a\": [ 1, -1, 0.5, 1e3, true, false, null ] } }\n<- { \"return\": {} }\n",
        "-> { \"execute\": \"x\",\n     \"arguments\": { ... } }\n...\n<- { \"return\": [ { 'a': \"b\" }, ... more ... ] }\n",
        "<- { \"event\": \"E\", ..., \"data\": { \"a\": \"\\\"\" } } ...\n",
        "-> { \"a\": 1 } 2\n", "-> { 1 }\n", "-> [ 1 2 ]\n", "-> { \"a\" 1 }\n", "-> { \"a\": \"b\n", "-> { \"a\": 1, \"a\": 2 }\n", "-> [ 1, ]\n", "no message\n", "[1, {\"a\": []}]\n", "...\n",
        new string('[', 210), $"-> {new string('[', 200)}{new string(']', 200)}")
        .Concat(SeedInputs.Files(fixtures, "doc-local", "*.json").SelectMany(static path => Examples(File.ReadAllText(path))));

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        DocLine[] lines = Lines(input);
        bool good = true;
        foreach (ExampleMessage message in ExampleMessage.Read(new DocBlock(DocBlockKind.Example, lines)))
        {
            good &= message.Problem is null;
            CheckResult(message.Value, message.Problem, lines);
        }

        return good ? Accepted : Problem;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        DocLine[] lines = Lines(input);
        var parser = new ExampleParser(lines, 0);
        ExampleValue? value = parser.Parse();
        CheckResult(value, parser.Problem, lines);
        bool isJson = JsonText.Parse(input).TryGet(out JsonValue? json, out ParseError? error);
        if (isJson)
            Check(value is not null || parser.Problem!.Text == ExampleParser.TooDeep, "JSON is an example", () => $"{parser.Problem}");
        else if (value is not null)
            // What strings hold is looked at by the one alone.
            Check(error!.Rule == Errors.JsonDuplicateKey || input.ContainsAnyExceptInRange((byte)' ', (byte)'~') || input.IndexOf("..."u8) >= 0 || input.Contains((byte)'\\'), "an example from which nothing is left out is JSON", () => $"{error}");
        if (isJson && value is not null)
            Check(Same(value, json!), "the example is the value that the JSON is");
    }

    private static void CheckResult(ExampleValue? value, ExampleProblem? problem, DocLine[] lines)
    {
        Check((value is null) == (problem is not null), "there is a message, or a problem");
        if (problem is not null)
            CheckPlace(problem.Line, problem.Column, lines);
        if (value is not null)
            CheckPlaces(value, lines);
    }

    private static void CheckPlaces(ExampleValue value, DocLine[] lines)
    {
        CheckPlace(value.Line, value.Column, lines);
        foreach (ExampleValue item in value.Items)
            CheckPlaces(item, lines);
        foreach ((_, ExampleValue member, int line, int column) in value.Members)
        {
            CheckPlace(line, column, lines);
            CheckPlaces(member, lines);
        }
    }

    // The end of a line is a place as well.
    private static void CheckPlace(int line, int column, DocLine[] lines) =>
        Check(line >= 1 && line <= lines.Length && column >= 1 && column <= lines[line - 1].Text.Length + 1, "a place is in the example", () => $"{line}:{column}");

    private static bool Same(ExampleValue example, JsonValue json) => json.Kind switch
    {
        JsonKind.Object => example.Kind == ExampleKind.Object && example.Members.Count == json.Members.Count,
        JsonKind.Array => example.Kind == ExampleKind.Array && example.Items.Count == json.Items.Count && example.Items.Zip(json.Items).All(static pair => Same(pair.First, pair.Second)),
        JsonKind.Int64 or JsonKind.UInt64 => example.Kind == ExampleKind.Integer,
        JsonKind.Double => example.Kind == ExampleKind.Number,
        JsonKind.String => example.Kind == ExampleKind.String,
        JsonKind.Boolean => example.Kind == ExampleKind.Boolean,
        _ => example.Kind == ExampleKind.Null,
    };

    private static DocLine[] Lines(ReadOnlySpan<byte> input) => [.. Encoding.UTF8.GetString(input).Split('\n').Select(static (line, i) => new DocLine(i + 1, 1, line))];

    // What is sent and received in a schema's comments, a message and its answer each.
    private static IEnumerable<byte[]> Examples(string schema)
    {
        string[] lines = [.. schema.Split('\n').Select(static line => line.TrimStart('#', ' '))];
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("->", StringComparison.Ordinal))
                yield return Encoding.UTF8.GetBytes(string.Join('\n', lines.Skip(i).TakeWhile(static line => line.Length > 0)) + "\n");
        }
    }
}
