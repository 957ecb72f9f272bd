using System.Text;
using LocalMig.Fuzz.Mutators;
using LocalMig.Qapi;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>The schema language: expressions, directives, checks.</summary>
public sealed class SchemaTarget : FuzzTarget
{
    private const string WithFindings = "findings";

    /// <inheritdoc/>
    public override string Name => "qapi-schema";

    /// <inheritdoc/>
    public override string Summary => "QAPI schemas: every finding at a line that is there; a clean one is printed, read and printed alike; both dialects; built or refused";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, WithFindings];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles =>
    [
        "src/LocalMig/Qapi/Source/SchemaLexer.cs", "src/LocalMig/Qapi/Source/SchemaReader.cs", "src/LocalMig/Qapi/Source/ExpressionParser.cs", "src/LocalMig/Qapi/Source/SchemaPrinter.cs",
        "src/LocalMig/Qapi/QapiParser.cs", "src/LocalMig/Qapi/SchemaBuilder.cs", "src/LocalMig/Qapi/Checks/",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(
        "{ 'command': ", "{ 'struct': ", "{ 'enum': ", "{ 'union': ", "{ 'alternate': ", "{ 'event': ", "{ 'include': ", "{ 'pragma': ", "'data': ", "'base': ", "'discriminator': ", "'returns': ",
        "'boxed': true", "'if': ", "'features': ", "'prefix': ", "'allow-oob': true", "'gen': false", "'success-response': false", "'coroutine': true", "{ 'all': [", "{ 'any': [", "{ 'not': ",
        "[ 'str' ]", "'int'", "'*c'", "'any'", "##\n", "# ", "doc-required", "true", "false", "\\");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new SchemaMutator();

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) =>
        SeedInputs.SmallSchemas(fixtures).Where(static text => text.Length < 1500)
            .Concat(SeedInputs.Pieces(ReferenceSchema.Text, 25))
            .Concat(SeedInputs.Made(Mutator, 100));

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        SchemaSource eleven = SchemaReading.Read(input, SchemaDialect.Qemu102);
        SchemaReading.CheckPlaces(eleven, input);
        _ = SchemaBuilder.Build(Encoding.UTF8.GetString(input), SchemaReading.Path, new HashSet<string>(StringComparer.Ordinal) { "CONFIG_X" });
        return eleven.Findings.Count > 0 ? WithFindings : Accepted;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        SchemaReading.CheckPlaces(SchemaReading.Read(input, SchemaDialect.Qemu100), input);
        SchemaSource schema = SchemaReading.Read(input, SchemaDialect.Qemu102);
        if (schema.Findings.Count > 0)
            return;
        string printed = SchemaPrinter.Print(schema.Expressions);
        bool parsed = QapiParser.Parse(printed, SchemaReading.Path).TryGet(out IReadOnlyList<QapiExpression>? again, out ParseError? error);
        Check(parsed, "what is printed is read", () => $"{error}\n{printed}");
        Check(again!.Count == schema.Expressions.Count, "as many expressions are read as were printed", () => printed);
        var text = new StringBuilder();
        for (int i = 0; i < again.Count; i++)
        {
            text.Clear();
            SchemaPrinter.Print(again[i].Object, text);
            string second = text.ToString();
            text.Clear();
            SchemaPrinter.Print(schema.Expressions[i].Object, text);
            Check(second == text.ToString(), "what is read of it is printed alike", () => second);
        }
    }
}
