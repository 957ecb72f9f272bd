using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>Hears what a destination says while it is sent a stream, on a thread of its own.</summary>
internal sealed class DestinationAnswers : IDisposable
{
    private readonly Transport _channel;
    private readonly bool _returnPath;
    private readonly Thread _thread;
    private readonly CancellationTokenSource _end = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly List<ReturnPathMessage> _messages = [];
    private ParseError? _error;

    /// <summary>Begins to listen.</summary>
    /// <param name="channel">The channel; it stays with its owner.</param>
    /// <param name="returnPath">Whether a last word is to come; without it the end of the connection is it.</param>
    public DestinationAnswers(Transport channel, bool returnPath)
    {
        _channel = channel;
        _returnPath = returnPath;
        _thread = new Thread(Run) { IsBackground = true, Name = "return path" };
        _thread.Start();
    }

    /// <summary>What it said. Complete once <see cref="Wait"/> has returned true.</summary>
    public IReadOnlyList<ReturnPathMessage> Messages
    {
        get
        {
            lock (_messages)
                return [.. _messages];
        }
    }

    /// <summary>That it failed, or left without a word; null while it has not.</summary>
    public ParseError? Error => Volatile.Read(ref _error);

    /// <summary>Waits for its last word.</summary>
    /// <returns>False where that did not come in time.</returns>
    public bool Wait(TimeSpan time, CancellationToken cancellation) => _ended.Wait(time, cancellation);

    public void Dispose()
    {
        _end.Cancel();
        _thread.Join();
        _end.Dispose();
        _ended.Dispose();
    }

    private void Run()
    {
        using var channel = new ChannelReader(_channel) { Deadline = Deadline.Until(_end.Token) };
        Volatile.Write(ref _error, Listen(new ReturnPathReader(new ChannelInput(channel))));
        _ended.Set();
    }

    private ParseError? Listen(ReturnPathReader reader)
    {
        while (true)
        {
            if (!reader.Read().TryGet(out ReturnPathMessage? message, out ParseError? error))
                return error;
            if (message is null)
                return _returnPath ? ParseError.At(Errors.StreamRefused, 0, "the destination left without a word") : null;
            lock (_messages)
                _messages.Add(message);
            if (message.Type == ReturnPathType.Shut)
                return message.Value == 0 ? null : ParseError.At(Errors.StreamRefused, 0, $"the destination said that it failed, with status {message.Value}");
        }
    }
}
