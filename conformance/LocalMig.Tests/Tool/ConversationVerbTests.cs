using LocalMig.Machine;
using LocalMig.Qmp;
using LocalMig.Tests.Parameters;
using LocalMig.Tests.Qmp;
using LocalMig.Tests.Snapshots;

namespace LocalMig.Tests.Tool;

/// <summary>The verbs that record, replay and check conversations.</summary>
public sealed class ConversationVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-conversation-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("record")]
    [InlineData("replay")]
    [InlineData("transcript")]
    public void The_help_is_as_it_was_approved(string verb) => Snapshot.Verify(ToolRun.Of(verb, "--help").Out, verb);

    [Fact]
    public async Task What_was_recorded_passes_the_check_and_its_own_replay()
    {
        string file = Path.Combine(_folder, "vm.txt");
        using (VmServer vm = VmServer.Start(new VmOptions(), In("vm.qmp")).Value)
        {
            Task<ToolRun> record = Task.Run(
                () => ToolRun.Of("record", "qmp", "--listen", "unix:" + In("tap.qmp"), "--connect", "unix:" + vm.QmpPath, "--out", file, "--once"), TestContext.Current.CancellationToken);
            using QmpClient client = Connect(In("tap.qmp"));
            Assert.True(client.Negotiate(MonitorFixture.Soon).Value.IsOk);
            Assert.True(client.Execute("stop", null, MonitorFixture.Soon).Value.IsOk);
            Assert.False(client.Execute("cont-inue", null, MonitorFixture.Soon).Value.IsOk);
            client.Dispose();
            Assert.Equal((0, "ready\n", "localmig: 1 client\n"), Short(await record));
        }

        Assert.Equal((0, "", "localmig: 0 findings in 8 messages of 1 file\n"), Short(ToolRun.Of("transcript", "check", file)));
        ToolRun replay = ToolRun.Of("replay", file, "--against", "reference", "--keep", "versions");
        Assert.EndsWith("5 of 5 answers are the same (100 %)\n", replay.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(0, replay.ExitCode);

        string recorded = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, recorded.Replace("\"STOP\"", "\"RESUME\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(1, ToolRun.Of("replay", file, "--against", "reference", "--patience", "0.2").ExitCode);
    }

    [Fact]
    public void A_check_names_file_line_finding_and_rule()
    {
        string file = Fixture.Path("transcripts/qemu-11.1.3/A11-03-commands.txt");
        ToolRun run = ToolRun.Of("transcript", "check", file);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"{file}:94: neither greeting, reply nor event, or no JSON [transcript.message: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_conversation_is_not_judged()
    {
        string file = In("letter");
        File.WriteAllText(file, "Dear all,\n");
        Assert.Equal(4, ToolRun.Of("transcript", "check", file).ExitCode);
        Assert.Equal(4, ToolRun.Of("replay", file, "--against", "reference").ExitCode);
    }

    [Fact]
    public void A_transcript_is_written_in_our_notation() =>
        Assert.StartsWith(TranscriptReader.FirstLine, ToolRun.Of("transcript", "write", Fixture.Path("transcripts/qemu-11.1.3/B11-10-success.txt")).Out, StringComparison.Ordinal);

    [Theory]
    [InlineData("replay", "/nonexistent", "--against", "reference")]
    [InlineData("replay", "FILE", "--against", "qemu:/nonexistent/qemu")]
    [InlineData("replay", "FILE", "--against", "somebody")]
    [InlineData("replay", "FILE", "--against", "reference", "--scrub", "x=[")]
    [InlineData("replay", "FILE", "--against", "reference", "--scrubbers", "/nonexistent")]
    [InlineData("replay", "FILE", "--against", "reference", "--behaviour", "qemu-12")]
    [InlineData("transcript", "check", "/nonexistent")]
    [InlineData("record", "qmp", "--listen", "tcp:1", "--connect", "unix:/nonexistent", "--out", "/dev/null")]
    [InlineData("record", "qmp", "--listen", "unix:/nonexistent/a", "--connect", "unix:/nonexistent/b", "--out", "/dev/null")]
    [InlineData("record", "qmp", "--listen", "unix:/tmp/a", "--connect", "unix:/nonexistent/b", "--out", "/nonexistent/out")]
    public void What_cannot_be_done_is_wrong_usage(params string[] line)
    {
        string file = In("vm.txt");
        File.WriteAllText(file, TranscriptReader.FirstLine + "\n");
        ToolRun run = ToolRun.Of([.. line.Select(word => word == "FILE" ? file : word)]);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("localmig: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_no_transcripts_is_told_before_anything_is_sent()
    {
        string file = In("vm.txt");
        File.WriteAllText(file, TranscriptReader.FirstLine + "\nvm ~> {}\n");
        ToolRun run = ToolRun.Of("replay", file, "--against", "reference");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("transcript.line in line 2", run.Error, StringComparison.Ordinal);
    }

    private static QmpClient Connect(string path)
    {
        // The recorder listens as soon as it has opened its file.
        QmpClient? client = null;
        SpinWait.SpinUntil(() => QmpClient.Connect(path, MonitorFixture.Soon).TryGet(out client, out _), TimeSpan.FromSeconds(20));
        return client!;
    }

    private static (int Code, string Out, string Error) Short(ToolRun run) => (run.ExitCode, run.Out.ReplaceLineEndings("\n"), run.Error.ReplaceLineEndings("\n"));

    private string In(string name) => Path.Combine(_folder, name);
}
