using System.Text;
using LocalMig.Qmp;
using LocalMig.Suite.Replay;
using LocalMig.Tests.Parameters;
using LocalMig.Tests.Qmp;

namespace LocalMig.Tests.Suite.Replay;

public sealed class RecordedCommandLineTests
{
    [Fact]
    public void A_command_line_tells_what_a_machine_is_made_of()
    {
        RecordedCommandLine line = RecordedCommandLine.Read(
            "qemu-system-x86_64 -nodefaults -accel kvm -qmp unix:/run/vm/mig/q1.qmp,server=on,wait=off -M q35,x=y -m 64M -incoming '{\"a\": \"b c\"}' -incoming unix:/run/vm/mig/m -S");
        Assert.Equal("/run/vm/mig", line.Folder);
        Assert.Equal(64L << 20, line.Memory);
        Assert.True(line.Paused);
        Assert.Equal(["{\"a\": \"b c\"}", "unix:/run/vm/mig/m"], line.Incoming);
        Assert.Equal(["-M", "-m", "-incoming", "-incoming", "-S"], line.Essential.Select(static o => o.Name));
    }

    [Theory]
    [InlineData("qemu", null, false)]
    [InlineData("qemu -S -m 1G", 1L << 30, true)]
    [InlineData("qemu -m size=2G", null, false)]
    [InlineData("qemu -m", null, false)]
    [InlineData("", null, false)]
    public void What_is_not_told_is_not_known(string text, long? memory, bool paused)
    {
        RecordedCommandLine line = RecordedCommandLine.Read(text);
        Assert.Equal((memory, paused, null), (line.Memory, line.Paused, line.Folder));
    }

    [Theory]
    [MemberData(nameof(TranscriptTests.Recordings), MemberType = typeof(TranscriptTests))]
    public void Every_recorded_command_line_is_read_back_as_it_was_written(string file)
    {
        foreach (TranscriptLine note in TranscriptReader.Read(Fixture.Text("transcripts/" + file)).Where(static l => l.Kind == TranscriptKind.Note))
        {
            if (TranscriptNotes.CommandLine(note.Text).CommandLine is not { } text)
                continue;
            string[] words = [.. RecordedCommandLine.Read(text).Options.SelectMany(static o => o.Value.Length == 0 ? [o.Name] : new[] { o.Name, o.Value })];
            Assert.Equal(text.Replace("'", "", StringComparison.Ordinal)[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..], string.Join(' ', words));
        }
    }

    [Fact]
    public void The_folder_of_a_replay_stands_for_the_recorded_one_in_everything_that_is_sent()
    {
        Transcript transcript = TranscriptReader.Read("#! localmig transcript 1\nvm $ qemu -qmp unix:/run/vm/mig/q1.qmp\n");
        using ReplayFolder folder = new(transcript);
        byte[] sent = Encoding.Latin1.GetBytes("\u00ff{\"uri\":\"unix:/run/vm/mig/m\"}");
        Assert.Equal($"\u00ff{{\"uri\":\"unix:{folder.Path}/m\"}}", Encoding.Latin1.GetString(folder.Rewrite(sent).Span));
        Assert.Equal($"unix:{folder.Path}/m", folder.Rewrite("unix:/run/vm/mig/m"));
        Assert.NotNull(folder.Scrubber);
    }
}
