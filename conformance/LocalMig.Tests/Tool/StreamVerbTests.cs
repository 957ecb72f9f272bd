using LocalMig.Tests.Stream;
using LocalMig.Tool;

namespace LocalMig.Tests.Tool;

/// <summary>The verbs that compare, receive and send streams.</summary>
public sealed class StreamVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("localmig-verb");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("11.1.3-q35-net-file.bin", "11.1.3-q35-net-unix-rp.bin", 0)]
    [InlineData("7.2.22-none-unix.bin", "11.1.3-none-unix.bin", 0)]
    [InlineData("11.1.3-q35-net-file.bin", "7.2.22-q35-net-unix.bin", 1)]
    [InlineData("11.1.3-q35-net-file.bin", "11.1.3-cpr-state-plain.bin", 3)]
    [InlineData("11.1.3-q35-net-file.bin", "nosuch.bin", 3)]
    public void Diff_says_by_its_exit_code_whether_a_migration_breaks(string a, string b, int code) =>
        Assert.Equal(code, ToolRun.Of("diff", StreamFixture.Path(a), StreamFixture.Path(b)).ExitCode);

    [Fact]
    public void Diff_counts_what_may_break_where_it_is_asked_to() =>
        Assert.Equal(1, ToolRun.Of("diff", "--strict", StreamFixture.Path("7.2.22-none-unix.bin"), StreamFixture.Path("11.1.3-none-unix.bin")).ExitCode);

    [Theory]
    [InlineData("diff", "only-one")]
    [InlineData("receive", "x.bin")]
    [InlineData("receive", "x.bin", "--listen", "bogus:1")]
    [InlineData("send", "x.bin", "--connect", "unix:")]
    [InlineData("send", "x.bin", "--connect", "unix:/x", "--timeout", "0")]
    [InlineData("send", "x.bin", "--connect", "unix:/x", "--fd", "net0")]
    public void A_line_that_makes_no_sense_is_wrong_usage(params string[] line) => Assert.Equal(2, ToolRun.Of(line).ExitCode);

    [Fact]
    public void A_stream_is_sent_received_and_analysed()
    {
        string socket = $"unix:{Path.Combine(_folder.FullName, "s")}";
        string received = Path.Combine(_folder.FullName, "vm.bin");
        using var output = new ReadyWriter();
        int code = -1;
        var receiver = new Thread(() => code = ToolCommand.Run(["receive", received, "--listen", socket], new ToolConsole(output, TextWriter.Null, Interactive: false, Colour: false)));
        receiver.Start();
        Assert.True(output.Ready.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        ToolRun sending = ToolRun.Of("send", StreamFixture.Path("local-11-return-path.bin"), "--connect", socket, "--fd", "net0/0=memfd:64K");
        receiver.Join();
        Assert.Equal((0, 0), (sending.ExitCode, code));
        Assert.Equal("757158 of 757158 bytes sent\nthe destination says PONG 00000001\nthe destination says SHUT 00000000\nthe destination loaded the stream\n", sending.Out);
        Assert.Equal(
            $"ready\n757158 bytes in {received}, where descriptors rode in {Path.ChangeExtension(received, ".log")}\ndescriptor net0/0/net-tap: /memfd:net0/0/net-tap (deleted)\ncomplete; the source was told that all is well\n",
            output.ToString());
        ToolRun analysis = ToolRun.Of("analyze", "--check", received, "--log", Path.ChangeExtension(received, ".log"));
        Assert.Equal(0, analysis.ExitCode);
        Assert.EndsWith("parsed to the last byte, 757158; 0 errors, 1 note\n", analysis.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_whose_descriptors_have_no_stand_in_is_not_sent()
    {
        ToolRun run = ToolRun.Of("send", StreamFixture.Path("local-11-return-path.bin"), "--connect", "unix:/nonexistent/s");
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("localmig: stream.fd.fresh at offset 624007 in net0/0/net-tap.fd: nothing stands in for this descriptor", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_who_listens_is_no_destination() =>
        Assert.Equal(3, ToolRun.Of("send", StreamFixture.Path("11.1.3-none-unix.bin"), "--connect", "unix:/nonexistent/s").ExitCode);

    // Tells when a verb says that it listens.
    private sealed class ReadyWriter : StringWriter
    {
        public ManualResetEventSlim Ready { get; } = new();

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value == "ready")
                Ready.Set();
        }

        protected override void Dispose(bool disposing)
        {
            Ready.Dispose();
            base.Dispose(disposing);
        }
    }
}
