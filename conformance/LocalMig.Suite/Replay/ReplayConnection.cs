using System.Buffers;
using System.Text;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Suite.Replay;

/// <summary>The connection to one side: lines out of bytes.</summary>
internal sealed class ReplayConnection(UnixChannel channel) : IDisposable
{
    private const string QuestionId = "how does it stand";
    private const int PollMilliseconds = 2;

    // An answer that came after nobody waits for it any more would be taken for another one's.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(60);


    private readonly DescriptorQueue _descriptors = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Queue<string> _lines = new();
    private readonly byte[] _buffer = new byte[1 << 16];

    private static ReadOnlySpan<byte> Question => "{\"execute\": \"query-migrate\", \"id\": \"how does it stand\"}\n"u8;

    /// <summary>Whether the other end closed it.</summary>
    public bool IsOver { get; private set; }

    public ParseError? Send(ReadOnlySpan<byte> bytes, OwnedFd? descriptor, Deadline deadline) =>
        descriptor is null ? channel.Send(bytes, [], deadline) : channel.Send(bytes, [descriptor], deadline);

    public void EndSending() => channel.ShutdownWrite();

    /// <summary>The next line without its end; null where none came in time, or at the end.</summary>
    public string? Next(Deadline deadline)
    {
        while (_lines.Count == 0 && !IsOver)
        {
            if (!channel.Receive(_buffer, _descriptors, deadline).TryGet(out int received, out ParseError? failed))
            {
                // Reset by the other end is as much of an end as a closed connection; a deadline is not.
                IsOver = failed.Code != Errors.ChannelTimeout.Code;
                return null;
            }

            IsOver = received == 0;
            Take(_buffer.AsSpan(0, received));
        }

        return _lines.TryDequeue(out string? line) ? line : null;
    }

    /// <summary>Asks how the migration stands until it has come to an end, or until the deadline. Whatever else comes meanwhile is kept.</summary>
    public void AwaitEnd(Deadline deadline)
    {
        List<string> kept = [];
        while (Send(Question, null, deadline) is null && Answer(kept) is { } answer && !ReplayPlan.IsEnd(answer) && !deadline.IsPast)
            Thread.Sleep(PollMilliseconds);
        string[] later = [.. _lines];
        _lines.Clear();
        foreach (string line in (string[])[.. kept, .. later])
            _lines.Enqueue(line);
    }

    public void Dispose()
    {
        channel.Dispose();
        _descriptors.Dispose();
    }

    // The status in the answer to our own question, empty where it tells none; null where no answer came.
    private string? Answer(List<string> kept)
    {
        Deadline patience = Deadline.After(AnswerPatience);
        while (Next(patience) is { } line)
        {
            if (JsonText.Parse(line).TryGet(out JsonValue? reply, out _) && reply["id"] is { Kind: JsonKind.String, AsString: QuestionId })
                return reply["return"] is { Kind: JsonKind.Object } told && told["status"] is { Kind: JsonKind.String } status ? status.AsString : "";
            kept.Add(line);
        }

        return null;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
        {
            _line.Write(bytes[..end]);
            _lines.Enqueue(Encoding.UTF8.GetString(_line.WrittenSpan.TrimEnd((byte)'\r')));
            _line.ResetWrittenCount();
        }

        _line.Write(bytes);
    }
}
