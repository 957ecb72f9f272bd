using LocalMig.Tests.Stream;
using LocalMig.Tests.Tool;

namespace LocalMig.Tests.Suite;

[Collection(nameof(Alone))]
public sealed class StreamTargetTests : IDisposable
{
    private const string Recorded = "local-11-return-path.bin";
    private const int Service = 624007;

    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-stream-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_recorded_local_migration_passes_and_is_not_vacuous()
    {
        ToolRun run = ToolRun.Of("verify", "stream:" + StreamFixture.Path(Recorded));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("requirements: 26 passed, 0 failed,", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_recorded_beside_a_local_migration_is_judged_with_it()
    {
        ToolRun run = ToolRun.Of("verify", "stream:" + StreamFixture.Path("local-10-multifd.bin"));
        Assert.Equal(0, run.ExitCode);
        Assert.All(["LM-STREAM-23", "LM-STREAM-28", "LM-STREAM-29"], id => Assert.Contains("ok " + id, Lines(run), StringComparison.Ordinal));
    }

    [Fact]
    public void The_state_of_CPR_is_judged_with_the_stream_that_it_went_ahead_of()
    {
        byte[] state = StreamFixture.Read("11.1.3-cpr-state-plain.bin");
        const int endOfName = 31;
        state[endOfName] = (byte)'x';
        File.WriteAllBytes(Path.Combine(_folder, "stream.cpr.bin"), state);
        Assert.Contains("FAILED LM-STREAM-31", Failures(Verify(StreamFixture.Read(Recorded), StreamFixture.Path(Path.ChangeExtension(Recorded, ".log")))), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "stream.cpr.log"), "no log");
        Assert.Equal(2, ToolRun.Of("verify", "stream:" + Path.Combine(_folder, "stream.bin")).ExitCode);
    }

    [Theory]
    [InlineData("local-11-return-path.rp.bin", "LM-STREAM-27", 1)]
    [InlineData("local-10-multifd.conn2.bin", "LM-STREAM-28", 1)]
    [InlineData("11.1.3-cpr-state-plain.bin", "LM-STREAM-30", 2)]
    public void A_side_recording_alone_is_judged_by_its_own_form_and_shows_no_local_migration(string name, string requirement, int passed)
    {
        ToolRun run = ToolRun.Of("verify", "stream:" + StreamFixture.Path(name));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("ok " + requirement, Lines(run), StringComparison.Ordinal);
        Assert.Contains($"requirements: {passed} passed, 0 failed,", run.Out, StringComparison.Ordinal);
        Assert.Contains("backends do not travel here", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_return_path_whose_first_message_is_wrong_is_known_by_its_name()
    {
        string path = Path.Combine(_folder, "stream.rp.bin");
        File.WriteAllBytes(path, [0, 0x20, 0, 0]);
        Assert.Contains("FAILED LM-STREAM-27", Failures(ToolRun.Of("verify", "stream:" + path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_return_path_on_which_nothing_was_said_is_no_evidence()
    {
        string path = Path.Combine(_folder, "stream.rp.bin");
        File.WriteAllBytes(path, []);
        Assert.Equal(4, ToolRun.Of("verify", "stream:" + path).ExitCode);
    }

    [Theory]
    [InlineData("11.1.3-q35-net-file.bin")]
    [InlineData("control-local-off.bin")]
    public void A_stream_without_a_descriptor_is_unsupported(string name) =>
        Assert.Equal(4, ToolRun.Of("verify", "stream:" + StreamFixture.Path(name)).ExitCode);

    [Theory]
    [InlineData(Service + 1, 2, "LM-STREAM-06")]
    [InlineData(Service - 1, 1, "LM-STREAM-04")]
    [InlineData(Service - 5, 1, "LM-STREAM-04")]
    [InlineData(Service - 17, (byte)'1', "LM-STREAM-03")]
    [InlineData(Service, 0x21, "LM-TRANSFER-03")]
    [InlineData(7, 4, "LM-STREAM-17")]
    [InlineData(8, 0x55, "LM-STREAM-18")]
    [InlineData(24, 0x55, "LM-STREAM-19")]
    [InlineData(26, 0x77, "LM-STREAM-21")]
    [InlineData(202, 0x11, "LM-STREAM-22")]
    [InlineData(61, 0x10, "LM-STREAM-23")]
    public void A_stream_with_one_byte_wrong_breaks_the_requirement_of_that_byte(int at, byte value, string requirement)
    {
        byte[] bytes = StreamFixture.Read(Recorded);
        bytes[at] = value;
        Assert.Contains("FAILED " + requirement, Failures(Verify(bytes, StreamFixture.Path(Path.ChangeExtension(Recorded, ".log")))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src>dst 0 757158 0", "LM-TRANSFER-01")]
    [InlineData("src>dst 0 624008 2", "LM-TRANSFER-04")]
    [InlineData("src>dst 0 624009 1", "LM-TRANSFER-05")]
    [InlineData("src>dst 0 624008 1\nsrc>dst 624008 5 1", "LM-STREAM-10")]
    public void Descriptors_that_rode_elsewhere_break_the_requirement_of_their_place(string log, string requirement)
    {
        string path = Path.Combine(_folder, "made.log");
        File.WriteAllText(path, log);
        Assert.Contains("FAILED " + requirement, Failures(Verify(StreamFixture.Read(Recorded), path)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_migration_stream_breaks_the_run()
    {
        string path = Path.Combine(_folder, "no.bin");
        File.WriteAllText(path, "no stream");
        Assert.Equal(3, ToolRun.Of("verify", "stream:" + path).ExitCode);
        Assert.Equal(2, ToolRun.Of("verify", "stream:" + Path.Combine(_folder, "nothing.bin")).ExitCode);
    }

    // One line per requirement, without the width of the columns.
    private static string Failures(ToolRun run)
    {
        Assert.Equal(1, run.ExitCode);
        return Lines(run);
    }

    private static string Lines(ToolRun run) =>
        string.Join('\n', run.Out.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    private ToolRun Verify(byte[] bytes, string log)
    {
        string path = Path.Combine(_folder, "stream.bin");
        File.WriteAllBytes(path, bytes);
        File.Copy(log, Path.ChangeExtension(path, ".log"));
        return ToolRun.Of("verify", "stream:" + path);
    }
}
