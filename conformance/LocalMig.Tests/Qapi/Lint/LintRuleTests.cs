using System.Diagnostics;
using System.Text;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;
using LocalMig.Tests.Snapshots;

namespace LocalMig.Tests.Qapi.Lint;

public class LintRuleTests
{
    public static TheoryData<string> Ids => [.. LintRules.All.Select(static r => r.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_good_example_of_a_rule_is_clean_and_the_bad_one_is_not(string id)
    {
        Assert.True(LintRules.TryFind(id, out LintRule? rule));
        LintOptions options = new() { Base = id == "LM-DOC-10" ? Before : null, Release = id == "LM-DOC-10" ? new Release(9, 1) : null };
        Assert.Empty(Lint(rule.Good, options));
        Assert.Contains(Lint(rule.Bad, options), f => f.Rule == id);
        Assert.DoesNotContain(Lint(rule.Bad, options), f => f.Rule.StartsWith("LM-", StringComparison.Ordinal) && f.Rule != id && !MayComeAlong(id, f.Rule));
    }

    [Fact]
    public void Ids_run_on_without_a_gap_and_each_rule_says_what_it_is() =>
        Snapshot.Verify(string.Join('\n', LintRules.All.Select(static r => $"{r.Id} {r.Level} {r.Text} ({r.Source})")));

    [Theory]
    [InlineData("first")]
    [InlineData("reworded")]
    [InlineData("before")]
    public void The_two_wordings_of_the_review_give_what_the_reviewer_gave(string name)
    {
        string text = File.ReadAllText(Path.Combine(SmallSchemas.Folder, "..", "doc-local", name + ".json"));
        Snapshot.Verify(string.Join('\n', Lint(text, new LintOptions { LocalRelease = new Release(11, 0) }).Select(static f => $"{f.Line}:{f.Column}: {f.Message} [{f.Rule}]")), name);
    }

    [Fact]
    public void The_property_and_the_release_are_those_of_the_profile()
    {
        string text = File.ReadAllText(Path.Combine(SmallSchemas.Folder, "..", "doc-local", "reworded.json"));
        IReadOnlyList<Finding> found = Lint(text, new LintOptions { LocalProperty = "x-permit-local-migration", LocalRelease = new Release(11, 2) });
        Assert.Equal(["LM-DOC-26", "LM-DOC-27"], found.Select(static f => f.Rule).Order(StringComparer.Ordinal));
    }

    [Property(MaxTest = 1000)]
    public void Any_comment_is_linted(string[] lines) =>
        Lint("##\n# @Thing:\n#\n" + string.Concat((lines ?? []).Select(static l => $"# {l?.ReplaceLineEndings(" ")}\n")) + "##\n{ 'struct': 'Thing', 'data': {} }\n");

    [Property(MaxTest = 1000)]
    public void A_flipped_byte_in_an_example_is_linted(ushort at, char value)
    {
        Assert.True(LintRules.TryFind("LM-DOC-15", out LintRule? rule));
        char[] text = rule.Good.ToCharArray();
        text[at % text.Length] = value;
        Lint(new string(text));
    }

    [Theory]
    [InlineData("(since ")]
    [InlineData("{[\"...\":")]
    [InlineData("word word. Word ")]
    [InlineData("@a ``@b`` ")]
    [InlineData("\n# - item")]
    [InlineData("\n# Text::\n#\n#     -> {")]
    public void Time_grows_with_the_text_and_no_faster(string piece)
    {
        string Text(int n) => "##\n# @Thing:\n#\n# .. qmp-example::\n#\n#     -> " + string.Concat(Enumerable.Repeat(piece, n)) + "\n##\n{ 'struct': 'Thing', 'data': {} }\n";
        Lint(Text(100));
        AssertGrowsNoFaster(Text(4_000), Text(32_000));
    }

    [Fact]
    public void Many_members_take_no_more_time_each_than_few()
    {
        static string Text(int n) => "##\n# @Thing:\n#\n" + string.Concat(Enumerable.Range(0, n).Select(static i => $"# @m{i}: one of them\n#\n"))
            + "# Since: 9.0\n##\n{ 'struct': 'Thing', 'data': { " + string.Join(", ", Enumerable.Range(0, n).Select(static i => $"'m{i}': 'int'")) + " } }\n";
        Assert.Empty(Lint(Text(100)));
        AssertGrowsNoFaster(Text(2_500), Text(20_000));
    }

    internal static IReadOnlyList<Finding> Lint(string text, LintOptions? options = null)
    {
        SchemaSource schema = Read(text);
        return [.. schema.Findings.Where(static f => f.Rule == "qapi.syntax"), .. Linter.Run(schema, options)];
    }

    private static SchemaSource Before => Read("{ 'struct': 'Thing', 'data': {} }");

    private static SchemaSource Read(string text) => SchemaSource.Read("case.json", new MemorySchemaFiles(
        new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [Path.GetFullPath("case.json")] = Encoding.UTF8.GetBytes(text) }), SchemaDialect.Qemu100).Value;

    // Eight times the text; quadratic time would be sixty-four times. The constant keeps small times from counting. What else the
    // machine does only makes a try slower: the fastest ones are compared, and it may take several until one is not disturbed.
    private static void AssertGrowsNoFaster(string few, string many)
    {
        TimeSpan small = Enumerable.Range(0, 3).Min(_ => Time(few));
        TimeSpan large = TimeSpan.MaxValue;
        for (int tries = 0; tries < 20 && large >= (small * 24) + TimeSpan.FromMilliseconds(250); tries++)
        {
            TimeSpan again = Time(many);
            large = again < large ? again : large;
        }

        Assert.True(large < (small * 24) + TimeSpan.FromMilliseconds(250), $"{small.TotalMilliseconds} ms, then {large.TotalMilliseconds} ms");
    }

    private static TimeSpan Time(string text)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Lint(text);
        return watch.Elapsed;
    }

    // A tag that is not recognised leaves its section missing; a rule about 'local' can hold another's thing.
    private static bool MayComeAlong(string id, string other) => (id, other) is ("LM-DOC-05", "LM-DOC-28") or ("LM-DOC-06", _);
}
