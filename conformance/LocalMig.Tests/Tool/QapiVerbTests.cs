using LocalMig.Tests.Qapi;

namespace LocalMig.Tests.Tool;

public sealed class QapiVerbTests : IDisposable
{
    private static readonly string Wordings = Path.GetFullPath(Path.Combine(SmallSchemas.Folder, "..", "doc-local"));

    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-qapi-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("schema")]
    [InlineData("lint")]
    [InlineData("review")]
    [InlineData("claims")]
    public void The_help_of_every_verb_ends_with_an_example(string verb) =>
        Assert.Contains($"Examples:\n  localmig {verb}", ToolRun.Of(verb, "--help").Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);

    [Fact]
    public void A_schema_without_faults_passes_and_one_with_faults_fails_with_all_or_the_first()
    {
        Assert.Equal((0, ""), Short(ToolRun.Of("schema", "check", File("good.json", "{ 'command': 'go' }"))));
        string path = File("bad.json", "{ 'command': 'Go' }\n{ 'struct': 'Thing' }\n");
        ToolRun all = ToolRun.Of("schema", "check", path);
        Assert.Equal(1, all.ExitCode);
        Assert.Equal(
            $"{path}: In command 'Go':\n{path}:1: name of command must not use uppercase or '_'\n{path}: In struct 'Thing':\n{path}:2: struct misses key 'data'\n",
            all.Out.ReplaceLineEndings("\n"));
        Assert.Equal(2, ToolRun.Of("schema", "check", "--first", path).Out.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_file_that_is_not_there_is_wrong_usage()
    {
        string path = Path.Combine(_folder, "nowhere.json");
        Assert.Equal((2, ""), Short(ToolRun.Of("schema", "check", path)));
        Assert.Equal((2, ""), Short(ToolRun.Of("lint", path)));
        Assert.Equal((2, ""), Short(ToolRun.Of("review", path)));
        Assert.Equal((2, ""), Short(ToolRun.Of("claims", path)));
        Assert.Equal((2, ""), Short(ToolRun.Of("schema", "diff", path, path)));
    }

    [Fact]
    public void Lint_names_the_rule_and_its_place()
    {
        ToolRun run = ToolRun.Of("lint", Path.Combine(Wordings, "first.json"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("first.json:14:12: say 'Unix domain socket', not 'UNIX socket' [LM-DOC-17]", run.Out, StringComparison.Ordinal);
        Assert.Contains("5 findings", run.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), Short(ToolRun.Of("lint", Path.Combine(Wordings, "reworded.json"))));
        Assert.Equal(1, ToolRun.Of("lint", "--profile", "upstream", Path.Combine(Wordings, "reworded.json")).ExitCode);
        Assert.Equal(2, ToolRun.Of("lint", "--rule", "LM-DOC-99", Path.Combine(Wordings, "reworded.json")).ExitCode);
        Assert.Contains("\"2.1.0\"", ToolRun.Of("lint", "--format", "sarif", Path.Combine(Wordings, "first.json")).Out, StringComparison.Ordinal);
        Assert.StartsWith("::error file=", ToolRun.Of("lint", "--format", "github", Path.Combine(Wordings, "first.json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Review_judges_mails_and_tells_when_there_is_no_patch()
    {
        Assert.Equal(1, ToolRun.Of("review", Path.Combine(Wordings, "first.patch")).ExitCode);
        Assert.Equal((0, ""), Short(ToolRun.Of("review", Path.Combine(Wordings, "reworded.patch"))));
        Assert.Equal((4, ""), Short(ToolRun.Of("review", File("letter", "Subject: hello\n\nNo patch here.\n"))));
        Assert.StartsWith("To: ", ToolRun.Of("review", "--format", "mail", Path.Combine(Wordings, "first.patch")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Review_applies_a_patch_to_a_tree()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "qapi"));
        System.IO.File.Copy(Path.Combine(Wordings, "before.json"), Path.Combine(_folder, "qapi", "migration.json"));
        Assert.Equal(1, ToolRun.Of("review", "--base", _folder, Path.Combine(Wordings, "first.patch")).ExitCode);
        Assert.Equal((0, ""), Short(ToolRun.Of("review", "--base", _folder, Path.Combine(Wordings, "reworded.patch"))));
        System.IO.File.WriteAllText(Path.Combine(_folder, "qapi", "migration.json"), "{ 'command': 'go' }\n");
        Assert.Contains("does not apply", ToolRun.Of("review", "--base", _folder, Path.Combine(Wordings, "first.patch")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Schemas_and_their_introspection_are_compared()
    {
        string old = File("old.json", "{ 'command': 'go', 'data': { 'a': 'int' } }");
        string answer = File("answer.json", ToolRun.Of("schema", "introspect", old).Out);
        Assert.Equal((0, ""), Short(ToolRun.Of("schema", "diff", old, answer)));
        ToolRun run = ToolRun.Of("schema", "diff", old, File("new.json", "{ 'command': 'go', 'data': { 'a': 'str' } }"));
        Assert.Equal((1, "changed go.a: int became str (breaks clients)"), Short(run));
    }

    [Fact]
    public void Claims_fail_where_one_is_unbacked()
    {
        Assert.Equal(1, ToolRun.Of("claims", Path.Combine(Wordings, "first.json")).ExitCode);
        Assert.Equal(0, ToolRun.Of("claims", Path.Combine(Wordings, "reworded.json")).ExitCode);
        Assert.Equal(4, ToolRun.Of("claims", Path.Combine(Wordings, "before.json")).ExitCode);
        Assert.Equal(2, ToolRun.Of("claims", Path.Combine(Wordings, "reworded.json"), "--results", File("results.json", "{}")).ExitCode);
    }

    private static (int Code, string Out) Short(ToolRun run) => (run.ExitCode, run.Out.Trim());

    private string File(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
