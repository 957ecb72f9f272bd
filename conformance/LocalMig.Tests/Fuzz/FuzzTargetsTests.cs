using LocalMig.Fuzz;

namespace LocalMig.Tests.Fuzz;

public sealed class FuzzTargetsTests
{
    private const string Planted = "planted";

    public static TheoryData<string> Targets() => [.. FuzzTargets.All().Select(static target => target.Name).Where(static name => name != Planted)];

    [Fact]
    public void Names_are_unique_and_can_be_typed()
    {
        string[] names = [.. FuzzTargets.All().Select(static target => target.Name)];
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, static name => Assert.Matches("^[a-z]+(-[a-z]+)*$", name));
        Assert.Contains("json", names);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_target_says_what_it_reads_and_how_that_may_end(string name)
    {
        FuzzTarget target = FuzzTargets.Find(name)!;
        Assert.NotEmpty(target.Summary);
        Assert.Contains(FuzzTarget.Accepted, target.Outcomes);
        Assert.All(target.ParserFiles, static path => Assert.True(Path.Exists(Path.Combine(Places.Root, path)), path));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_target_has_a_corpus_and_its_inputs_fit(string name)
    {
        IReadOnlyList<string> corpus = Places.Inputs(Places.Corpora, name);
        Assert.NotEmpty(corpus);
        Assert.All(corpus, path => Assert.InRange(new FileInfo(path).Length, 0, FuzzTargets.Find(name)!.MaximumLength));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_word_of_a_dictionary_stands_in_an_input_of_the_corpus(string name)
    {
        byte[][] corpus = [.. Places.Inputs(Places.Corpora, name).Select(File.ReadAllBytes)];
        foreach (byte[] word in FuzzTargets.Find(name)!.Dictionary)
            Assert.True(Array.Exists(corpus, input => input.AsSpan().IndexOf(word) >= 0), $"{Convert.ToHexString(word)} ({System.Text.Encoding.Latin1.GetString(word)})");
    }

    [Fact]
    public void A_file_that_is_said_to_be_no_parser_stands_among_parsers_and_its_reason_beside_it()
    {
        string[] parsers = [.. FuzzTargets.All().SelectMany(static target => target.ParserFiles)];
        Assert.All(NoParsers.Files, file =>
        {
            Assert.True(File.Exists(Path.Combine(Places.Root, file.Path)), file.Path);
            Assert.NotEmpty(file.Reason);
            Assert.Contains(parsers, parser => parser == file.Path || (parser.EndsWith('/') && file.Path.StartsWith(parser, StringComparison.Ordinal)));
        });
    }

    [Theory]
    [InlineData("corpora")]
    [InlineData("findings")]
    public void A_folder_of_inputs_belongs_to_a_target(string kind)
    {
        HashSet<string> names = [.. FuzzTargets.All().Select(static target => target.Name)];
        Assert.All(Directory.EnumerateDirectories(Path.Combine(Places.Root, "fuzz", kind)), folder => Assert.Contains(Path.GetFileName(folder), names));
    }

    [Fact]
    public void The_corpora_stay_small()
    {
        long bytes = Directory.EnumerateFiles(Places.Corpora, "*", SearchOption.AllDirectories).Sum(static path => new FileInfo(path).Length);
        Assert.InRange(bytes, 1, 600_000);
    }
}
