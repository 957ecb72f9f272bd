using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Stream.Live;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>Receives a migration into files, as a destination that has no machine: it reads every element, answers on the return path,
/// keeps the content of memory files, and says at the end that all is well, so that the source completes.</summary>
public sealed class StreamRecorder
{
    private readonly RecordingFiles _files;
    private readonly TimeSpan _idle;

    /// <summary>Records into files.</summary>
    /// <param name="files">The files; those that exist are written anew.</param>
    /// <param name="idle">How long any one wait may take.</param>
    public StreamRecorder(RecordingFiles files, TimeSpan idle)
    {
        _files = files;
        _idle = idle;
    }

    /// <summary>Whether to say that the switchover may happen, which a source with capability switchover-ack waits for.</summary>
    public bool AcknowledgeSwitchover { get; init; }

    /// <summary>Told of each element as it arrives.</summary>
    public Action<LiveElement>? OnElement { get; init; }

    /// <summary>Ends every wait.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Receives a stream from the first who connects; who connects after it brings a side channel of multifd.</summary>
    /// <param name="main">Where the stream comes from.</param>
    /// <param name="cpr">Where the state of mode cpr-transfer comes from before; null in every other mode.</param>
    /// <param name="listening">Called when a source can connect.</param>
    /// <returns>What was received, also where it is not whole; or why nothing was.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public Result<RecordingReport, ParseError> Receive(MigrationAddress main, MigrationAddress? cpr = null, Action? listening = null)
    {
        if (!ChannelSockets.Listen(main).TryGet(out ChannelListener? listener, out ParseError? error))
            return error;
        using (listener)
        {
            if (cpr is null)
            {
                listening?.Invoke();
                return listener.Accept(Wait).TryGet(out Transport? channel, out error) ? ReceiveMain(channel, listener) : error;
            }

            if (!ChannelSockets.Listen(cpr).TryGet(out ChannelListener? aheadListener, out error))
                return error;
            using (aheadListener)
            {
                listening?.Invoke();
                return ReceiveBoth(aheadListener, listener);
            }
        }
    }

    private Result<RecordingReport, ParseError> ReceiveBoth(ChannelListener cpr, ChannelListener main)
    {
        if (!cpr.Accept(Wait).TryGet(out Transport? ahead, out ParseError? error))
            return error;
        using var state = new CprRecording(_files.Cpr);
        // The source stops its VM when this channel has ended, and connects the other one.
        using (ahead)
            error = state.Read(ahead, _idle, Cancellation);
        if (error is not null)
            return new RecordingReport(state.Bytes, error, ReturnPath: false, state.Names);
        return main.Accept(Wait).TryGet(out Transport? channel, out error) ? ReceiveMain(channel, main, state) : error;
    }

    private Deadline Wait => Deadline.After(_idle, Cancellation);

    private RecordingReport ReceiveMain(Transport channel, ChannelListener others, CprRecording? ahead = null)
    {
        using var sides = new SideChannelRecording(others, _files, _idle, Cancellation);
        using var bytes = new FileStream(_files.Stream, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        using var log = new StreamWriter(_files.Log);
        using var recording = new RecordingTransport(channel, bytes, log, _idle);
        using var reader = new ChannelReader(recording) { Deadline = Deadline.Until(Cancellation) };
        using var kept = new KeptDescriptors(_files);
        var answers = new ReturnPathAnswers(recording, AcknowledgeSwitchover);
        ParseError? error = Follow(new LiveWalk(reader), answers, kept);

        // The guest does not run any more: what is in its memory is what the stream belongs to.
        error ??= ahead?.SaveContents() ?? kept.SaveContents();
        ParseError? lost = answers.Shut(error is null ? 0u : 1u);
        // Without a return path the source ends the stream; with one it ends when it has heard the last word.
        error ??= lost ?? Drain(reader) ?? sides.End();
        // What cannot be followed is recorded all the same.
        if (error is not null && reader.Error is null)
            _ = reader.Skip(long.MaxValue);
        return new RecordingReport(recording.ReceivedBytes, error, answers.IsOpen, [.. ahead?.Names ?? [], .. kept.Names]) { SideChannels = sides.Count };
    }

    private ParseError? Follow(LiveWalk walk, ReturnPathAnswers answers, KeptDescriptors kept)
    {
        while (true)
        {
            if (!walk.Read().TryGet(out LiveElement? element, out ParseError? error))
                return error;
            if (element is null)
                return null;
            OnElement?.Invoke(element);
            foreach (LiveDescriptor descriptor in element.Descriptors)
                kept.Add(descriptor.Descriptor, element.Section?.Name ?? "");
            if (answers.Answer(element.Element) is ParseError lost)
                return lost;
        }
    }

    private static ParseError? Drain(ChannelReader reader)
    {
        long end = reader.Offset;
        if (reader.IsAtEnd() || reader.Error is not null)
            return reader.Error;
        return ParseError.At(Errors.StreamTrailing, end, "more bytes follow");
    }
}

/// <summary>What was received.</summary>
/// <param name="Bytes">Bytes of the stream.</param>
/// <param name="Error">What is wrong with it or with the channel, and where; null where it is whole.</param>
/// <param name="ReturnPath">Whether the source opened a return path, on which it was told how it went.</param>
/// <param name="Descriptors">What descriptors came, in their order: what each is, and whom it was for.</param>
public sealed record RecordingReport(long Bytes, ParseError? Error, bool ReturnPath, IReadOnlyList<string> Descriptors)
{
    /// <summary>How many side channels of multifd came along.</summary>
    public int SideChannels { get; init; }
}
