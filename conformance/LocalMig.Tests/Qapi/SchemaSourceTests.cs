using System.Text;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;

namespace LocalMig.Tests.Qapi;

public class SchemaSourceTests
{
    private const string Main = "case.json";

    public static TheoryData<string> Names => [.. SmallSchemas.All.Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_small_schema_gives_the_findings_that_were_approved(string name)
    {
        SmallSchema schema = SmallSchemas.All.First(s => s.Name == name);
        SchemaDialect dialect = name.StartsWith("format/", StringComparison.Ordinal) ? SchemaDialect.Qemu102 : SchemaDialect.Qemu100;
        Assert.Equal(schema.Expected, Findings(Encoding.UTF8.GetBytes(schema.Text), dialect, schema.Files));
    }

    [Fact]
    public void There_are_enough_small_schemas_and_each_has_a_name_of_its_own()
    {
        Assert.True(SmallSchemas.All.Count >= 150);
        Assert.Equal(SmallSchemas.All.Count, SmallSchemas.All.Select(static s => s.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_main_file_that_is_not_there_is_an_error_without_a_place() =>
        Assert.Equal("can't read schema file 'case.json': No such file or directory", SchemaSource.Read(Main, new MemorySchemaFiles(Empty)).Error);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_a_finding_at_their_place() =>
        Assert.Equal("case.json:2:3: bytes that are not UTF-8", Findings([.. "# a\n# "u8, 0xff, .. "\n"u8]));

    [Fact]
    public void Line_ends_of_other_systems_make_no_difference() =>
        Assert.Equal("case.json: In struct 'Pair':\ncase.json:3: struct misses key 'data'", Findings("\r\n# x\r\n{ 'struct': 'Pair' }\r\n"u8.ToArray()));

    [Fact]
    public void A_form_feed_ends_no_line_whatever_ends_the_others() =>
        Assert.Equal("case.json: In struct 'Pair':\ncase.json:3: struct misses key 'data'", Findings("\r\n# \f\f\r\n{ 'struct': 'Pair' }\r\n"u8.ToArray()));

    [Fact]
    public void Every_truncation_gives_findings_or_a_schema()
    {
        byte[] text = Encoding.UTF8.GetBytes(Sample);
        for (int length = 0; length <= text.Length; length++)
            Findings(text[..length]);
    }

    [Property(MaxTest = 2000)]
    public void A_flipped_byte_gives_findings_or_a_schema(ushort at, byte value)
    {
        byte[] text = Encoding.UTF8.GetBytes(Sample);
        text[at % text.Length] = value;
        Findings(text);
    }

    [Property]
    public void Any_bytes_give_findings_or_a_schema(byte[] bytes) => Findings(bytes);

    private static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Empty { get; } = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);

    internal static string Sample => string.Concat(SmallSchemas.All
        .Where(static s => s.Expected.Length == 0 && s.Files.Count == 0 && s.Name.StartsWith("documentation/", StringComparison.Ordinal)).Take(8).Select(static s => s.Text));

    private static string Findings(byte[] text, SchemaDialect dialect = SchemaDialect.Qemu102, IReadOnlyDictionary<string, string>? files = null)
    {
        Dictionary<string, ReadOnlyMemory<byte>> all = new(StringComparer.Ordinal) { [Path.GetFullPath(Main)] = text };
        foreach ((string name, string content) in files ?? new Dictionary<string, string>(StringComparer.Ordinal))
            all.Add(Path.GetFullPath(name), Encoding.UTF8.GetBytes(content));
        return string.Join('\n', SchemaSource.Read(Main, new MemorySchemaFiles(all), dialect).Value.Findings.Select(static f => f.ToString()));
    }
}
