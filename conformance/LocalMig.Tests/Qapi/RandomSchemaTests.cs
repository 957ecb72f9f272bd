using System.Text;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;

namespace LocalMig.Tests.Qapi;

public class RandomSchemaTests
{
    [Property(MaxTest = 300)]
    public void A_random_schema_is_accepted_exactly_where_it_was_meant_to_be(int seed)
    {
        RandomSchema sound = RandomSchema.Make(seed, fault: false);
        Assert.Equal("", Findings(sound.Text));
        RandomSchema broken = RandomSchema.Make(seed, fault: true);
        Assert.NotEqual("", Findings(broken.Text));
    }

    [Property(MaxTest = 300)]
    public void Printing_a_schema_and_reading_it_again_is_identity(int seed) => PrintsToItself(RandomSchema.Make(seed, fault: false).Text);

    [Fact]
    public void Printing_the_small_schemas_and_reading_them_again_is_identity()
    {
        foreach (SmallSchema schema in SmallSchemas.All.Where(static s => s.Files.Count == 0 && !s.Text.Contains("'pragma'", StringComparison.Ordinal)))
        {
            SchemaSource source = Read(schema.Text);
            if (source.Findings.All(static f => f.Rule is not ("qapi.syntax" or "qapi.documentation" or "qapi.directive")))
                PrintsToItself(schema.Text);
        }
    }

    private static void PrintsToItself(string text)
    {
        SchemaSource once = Read(text);
        string printed = SchemaPrinter.Print(once.Expressions);
        SchemaSource twice = Read(printed);
        Assert.Equal(printed, SchemaPrinter.Print(twice.Expressions));
        Assert.Equal(Structure(once), Structure(twice));
        Assert.Equal(once.Findings.Select(static f => f.Message), twice.Findings.Select(static f => f.Message));
    }

    private static IEnumerable<string> Structure(SchemaSource source) => source.Expressions.Select(static e =>
    {
        StringBuilder text = new();
        SchemaPrinter.Print(e.Object, text);
        foreach (DocSection section in e.Doc?.Sections ?? [])
            text.Append('\n').Append(section.Kind).Append(' ').Append(section.Name).Append(' ').Append(section.Text);
        return text.ToString();
    });

    private static string Findings(string text) => string.Join('\n', Read(text).Findings.Select(static f => f.ToString()));

    private static SchemaSource Read(string text) => SchemaSource.Read("case.json", new MemorySchemaFiles(
        new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [Path.GetFullPath("case.json")] = Encoding.UTF8.GetBytes(text) }), SchemaDialect.Qemu102).Value;
}
