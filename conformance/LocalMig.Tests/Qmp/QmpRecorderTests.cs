using FsCheck;
using FsCheck.Fluent;
using LocalMig.Descriptors;
using LocalMig.Qmp;

namespace LocalMig.Tests.Qmp;

public sealed class QmpRecorderTests : IDisposable
{
    private readonly MonitorFixture _monitor = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-record-").FullName;
    private readonly StringWriter _text = new();

    public void Dispose()
    {
        _monitor.Dispose();
        _text.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_client_sees_what_it_would_see_without_it_and_the_transcript_has_it_all()
    {
        string direct = Talk(_monitor.Path);
        string recorded = Record(Talk);
        Assert.Equal(direct, recorded);
        Transcript transcript = Read();
        Assert.Equal(
            [TranscriptKind.Open, TranscriptKind.Greeting, TranscriptKind.Command, TranscriptKind.Reply, TranscriptKind.Command, TranscriptKind.Reply, TranscriptKind.Close],
            transcript.Where(static l => l.Kind != TranscriptKind.Note).Select(static l => l.Kind));
        Assert.All(transcript.Where(static l => l.Kind != TranscriptKind.Note), static l => Assert.NotNull(l.Time));
        Assert.Empty(TranscriptCheck.Check(transcript));

        static string Talk(string path)
        {
            using RawMonitor client = new(path, negotiate: true);
            client.Send("{\"execute\": \"nosuch\", \"id\": 1}\n");
            return client.Greeting + client.Line();
        }
    }

    [Fact]
    public void A_command_without_a_line_end_stands_before_its_answer()
    {
        Record(static path =>
        {
            using RawMonitor client = new(path, negotiate: true);
            client.Send("{\"execute\": ");
            client.Send("\"nosuch\"}");
            return client.Line();
        });
        Assert.Contains("vm => {\"execute\": \"nosuch\"}\nvm <- {\"error\"", WithoutTimes(), StringComparison.Ordinal);
        Assert.Empty(TranscriptCheck.Check(Read()));
    }

    [Fact]
    public void What_was_said_can_be_read_while_the_conversation_goes_on() => Record(path =>
    {
        using RawMonitor client = new(path, negotiate: true);
        // Written before it is passed on: who has the answer finds it in the transcript.
        Assert.EndsWith("vm <- {\"return\": {}}\n", WithoutTimes(), StringComparison.Ordinal);
        return "";
    });

    [Fact]
    public void Descriptors_pass_through_with_their_command()
    {
        (UnixChannel first, UnixChannel second) = UnixChannel.Pair();
        using (first)
        using (second)
        {
            Record(path =>
            {
                using RawMonitor client = new(path, negotiate: true);
                client.Send("{\"execute\": \"getfd\", \"arguments\": {\"fdname\": \"x\"}}\n", first.Fd);
                return client.Line();
            });
            Assert.Equal(first.Fd.Inspect().Value.Inode, _monitor.Commands.Kept!.Inspect().Value.Inode);
        }

        Assert.Equal(1, Assert.Single(Read(), static l => l.Descriptors > 0).Descriptors);
    }

    [Fact]
    public void Half_a_close_is_passed_on_and_the_end_comes_back()
    {
        Record(static path =>
        {
            using RawMonitor client = new(path, negotiate: true);
            client.EndSending();
            Assert.Null(client.LineOrEnd());
            return "";
        });
        Assert.EndsWith("vm !! half-close\nvm !! eof\n", WithoutTimes(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_client_comes_after_the_other()
    {
        using UnixListener listener = UnixListener.Bind(Path.Combine(_folder, "tap")).Value;
        using CancellationTokenSource end = new();
        using QmpRecorder recorder = new(listener, _monitor.Path, new TranscriptWriter(_text));
        Task<string?> run = Task.Run(() => recorder.Run(once: false, end.Token), TestContext.Current.CancellationToken);
        using (RawMonitor first = new(listener.Path, negotiate: true))
        {
            Assert.NotEmpty(first.Greeting);
        }

        using (RawMonitor second = new(listener.Path, negotiate: true))
        {
            await end.CancelAsync();
            Assert.Null(second.LineOrEnd());
        }

        Assert.Null(await run);
        Assert.Equal(2, recorder.Clients);
        Assert.Equal(2, Read().Count(static l => l.Kind == TranscriptKind.Open));
    }

    [Fact]
    public async Task Without_a_monitor_the_client_is_sent_away_and_the_recorder_says_why()
    {
        using UnixListener listener = UnixListener.Bind(Path.Combine(_folder, "tap")).Value;
        using QmpRecorder recorder = new(listener, Path.Combine(_folder, "nobody"), new TranscriptWriter(_text));
        Task<string?> run = Task.Run(() => recorder.Run(once: false, default), TestContext.Current.CancellationToken);
        using UnixChannel client = UnixChannel.Connect(listener.Path, MonitorFixture.Soon).Value;
        Assert.StartsWith("channel.connect", await run, StringComparison.Ordinal);
        Assert.Contains("# a client came, and the monitor does not listen", _text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transcript_that_cannot_be_written_ends_the_conversation_with_its_reason()
    {
        using StreamWriter full = new("/dev/full");
        using UnixListener listener = UnixListener.Bind(Path.Combine(_folder, "tap")).Value;
        using QmpRecorder recorder = new(listener, _monitor.Path, new TranscriptWriter(full));
        Task<string?> run = Task.Run(() => recorder.Run(once: false, default), TestContext.Current.CancellationToken);
        using UnixChannel client = UnixChannel.Connect(listener.Path, MonitorFixture.Soon).Value;
        Assert.StartsWith("the transcript cannot be written: ", await run, StringComparison.Ordinal);
        // What it still holds goes nowhere either.
        Assert.Throws<IOException>(full.Dispose);
    }

    [Property(MaxTest = 40)]
    public void Any_bytes_in_both_directions_arrive_as_they_were_sent(NonEmptyArray<NonEmptyArray<byte>> there, NonEmptyArray<byte> back)
    {
        string folder = Directory.CreateTempSubdirectory("localmig-record-").FullName;
        try
        {
            using UnixListener front = UnixListener.Bind(Path.Combine(folder, "tap")).Value;
            using UnixListener behind = UnixListener.Bind(Path.Combine(folder, "monitor")).Value;
            using StringWriter text = new();
            using QmpRecorder recorder = new(front, behind.Path, new TranscriptWriter(text), times: false);
            Task<string?> run = Task.Run(() => recorder.Run(once: true, default));
            using UnixChannel client = UnixChannel.Connect(front.Path, MonitorFixture.Soon).Value;
            using UnixChannel monitor = behind.Accept(MonitorFixture.Soon).Value;
            byte[] sent = [.. there.Get.SelectMany(static p => p.Get)];
            foreach (NonEmptyArray<byte> piece in there.Get)
                Assert.Null(client.Send(piece.Get, MonitorFixture.Soon));
            Assert.Equal(sent, Take(monitor, sent.Length));
            Assert.Null(monitor.Send(back.Get, MonitorFixture.Soon));
            Assert.Equal(back.Get, Take(client, back.Get.Length));
            monitor.ShutdownWrite();
            Assert.Null(run.Result);

            Transcript transcript = TranscriptReader.Read(text.ToString());
            Assert.Empty(transcript.Problems);
            Assert.Equal(sent, Bytes(transcript, TranscriptDirection.Sent));
            Assert.Equal(back.Get, Bytes(transcript, TranscriptDirection.Received));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Bytes(Transcript transcript, TranscriptDirection direction) =>
        [.. transcript.Where(l => l.Direction == direction).SelectMany(static l => l.Bytes.ToArray())];

    private static byte[] Take(UnixChannel channel, int count)
    {
        using DescriptorQueue none = new();
        byte[] buffer = new byte[count];
        for (int at = 0; at < count;)
        {
            int received = channel.Receive(buffer.AsSpan(at), none, MonitorFixture.Soon).Value;
            Assert.NotEqual(0, received);
            at += received;
        }

        return buffer;
    }

    private string Record(Func<string, string> talk)
    {
        using UnixListener listener = UnixListener.Bind(Path.Combine(_folder, "tap")).Value;
        using QmpRecorder recorder = new(listener, _monitor.Path, new TranscriptWriter(_text));
        Task<string?> run = Task.Run(() => recorder.Run(once: true, default), TestContext.Current.CancellationToken);
        string said = talk(listener.Path);
        Assert.Null(run.Result);
        return said;
    }

    private Transcript Read() => TranscriptReader.Read(_text.ToString());

    private string WithoutTimes() => string.Join('\n', _text.ToString().Split('\n').Select(static r => r.StartsWith('@') ? r[(r.IndexOf(' ', StringComparison.Ordinal) + 1)..] : r));
}
