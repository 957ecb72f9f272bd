using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>Sends a recorded migration to a destination: the stream, beside it the side channels of multifd, and before it the state of
/// CPR, where these were recorded with it.</summary>
public sealed class RecordingPlayer
{
    private readonly TimeSpan _idle;

    /// <summary>Makes one.</summary>
    /// <param name="idle">How long any one wait may take.</param>
    public RecordingPlayer(TimeSpan idle) => _idle = idle;

    /// <summary>What stands in for descriptors, beside memory files whose content was kept.</summary>
    public IReadOnlyList<FreshDescriptor> Fresh { get; init; } = [];

    /// <summary>Where descriptors rode; null for the log beside the stream, where there is one.</summary>
    public DescriptorLog? Log { get; init; }

    /// <summary>Ends every wait.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Sends.</summary>
    /// <param name="files">The recording.</param>
    /// <param name="main">Where the destination listens.</param>
    /// <param name="cpr">Where it listens for the state of mode cpr-transfer; null in every other mode.</param>
    /// <returns>How it went; or why nothing was sent.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public Result<SendReport, ParseError> Send(RecordingFiles files, MigrationAddress main, MigrationAddress? cpr = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<FreshDescriptor> left = [.. Fresh];
        // A destination by CPR listens for the stream when it has read the state, and then closes the channel of the state.
        if (cpr is not null && (!SendOne(files.Cpr, cpr, log: null, left, all: false).TryGet(out SendReport? ahead, out ParseError? error) || ahead.Error is not null))
            return error is null ? ahead! : error;
        return SendOne(files, main, Log, left, all: true);
    }

    private Result<SendReport, ParseError> SendOne(RecordingFiles files, MigrationAddress address, DescriptorLog? log, List<FreshDescriptor> left, bool all)
    {
        using var stream = new FileInput(files.Stream);
        if (log is null && !files.ReadLog().TryGet(out log, out ParseError? unreadable))
            return unreadable;
        StreamReport report = StreamAnalysis.Analyze(stream, log);
        Deadline deadline = Deadline.After(_idle, Cancellation);
        IReadOnlyList<RecordedDescriptor> recorded = RecordedDescriptor.Of(report, log);
        FreshDescriptor[] mine = [.. left.Where(one => all || one.Of(recorded).Count > 0)];
        left.RemoveAll(mine.Contains);
        if (!FreshDescriptors.Open(recorded, mine, files, deadline).TryGet(out FreshDescriptors? fresh, out ParseError? error))
            return error;
        using (fresh)
        {
            if (!ChannelSockets.Connect(address, deadline).TryGet(out Transport? channel, out error))
                return error;
            using (channel)
            {
                // A destination takes the first who connects for the main channel.
                if (!SideChannelPlayer.Start(files.SideChannels, address, () => Deadline.After(_idle, Cancellation)).TryGet(out SideChannelPlayer? sides, out error))
                    return error;
                using (sides)
                {
                    SendReport sent = new StreamSender(stream, report, fresh, _idle) { Cancellation = Cancellation }.Send(channel);
                    return sent.Error is null && sides.End() is ParseError lost ? sent with { Error = lost } : sent;
                }
            }
        }
    }
}
