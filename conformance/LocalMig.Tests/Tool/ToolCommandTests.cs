namespace LocalMig.Tests.Tool;

[Collection(nameof(Alone))]
public class ToolCommandTests
{
    [Fact]
    public void A_line_without_a_verb_is_wrong_usage()
    {
        ToolRun run = ToolRun.Of();
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.Contains("Try 'localmig --help'.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("verify", "--nosuch")]
    [InlineData("verify", "reference", "again")]
    [InlineData("verify", "reference", "--fault", "nosuch")]
    [InlineData("serve", "--qmp", "/tmp/never.qmp", "--fault", "nosuch")]
    [InlineData("verify", "qmp:unix:/tmp/never.qmp", "--fault", "param-default-true")]
    [InlineData("verify", "reference", "--destructive")]
    [InlineData("verify", "qmp:unix:/tmp/never.qmp", "--destructive", "--jobs", "2")]
    [InlineData("selftest", "--fault", "nosuch")]
    [InlineData("selftest", "--jobs", "0")]
    public void What_the_tool_does_not_know_is_wrong_usage(params string[] line)
    {
        ToolRun run = ToolRun.Of(line);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("localmig: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("serve")]
    [InlineData("analyze")]
    [InlineData("diff")]
    [InlineData("receive")]
    [InlineData("send")]
    [InlineData("selftest")]
    public void The_help_of_every_verb_ends_with_an_example(string verb)
    {
        ToolRun run = ToolRun.Of(verb, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"Examples:\n  localmig {verb}", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_listed_with_what_it_breaks()
    {
        ToolRun run = ToolRun.Of("verify", "--list-faults");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("service-byte-zero: The service byte is 0. [LM-TRANSFER-03]", run.Out, StringComparison.Ordinal);
    }
}
