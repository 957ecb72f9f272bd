using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>Recorded side channels of multifd while they are sent beside the stream, each on a thread of its own: a destination reads
/// them in turns.</summary>
internal sealed class SideChannelPlayer : IDisposable
{
    private readonly List<SideChannel> _channels = [];

    private SideChannelPlayer()
    {
    }

    /// <summary>Connects for each recording, and begins to send.</summary>
    /// <param name="recordings">The files.</param>
    /// <param name="address">Where the destination listens.</param>
    /// <param name="deadline">How long any one wait may take.</param>
    public static Result<SideChannelPlayer, ParseError> Start(IReadOnlyList<string> recordings, MigrationAddress address, Func<Deadline> deadline)
    {
        if (recordings.Count > 0 && address is FdAddress)
            return ParseError.In(Errors.ChannelAddress, MigrationUri.Print(address) ?? "", "side channels need an address to connect to");
        var player = new SideChannelPlayer();
        foreach (string recording in recordings)
        {
            if (!ChannelSockets.Connect(address, deadline()).TryGet(out Transport? channel, out ParseError? error))
            {
                player.Dispose();
                return error;
            }

            player._channels.Add(new SideChannel(channel, recording, c => Send(c, recording, deadline)));
        }

        return player;
    }

    /// <summary>Waits until everything is sent.</summary>
    /// <returns>What went wrong with the first one that did, or null.</returns>
    public ParseError? End() => SideChannel.Wait(_channels);

    /// <summary>Closes the channels.</summary>
    public void Dispose() => _channels.ForEach(static channel => channel.Dispose());

    // A destination waits at each mark of synchronisation for the stream: it does not see this end too early.
    private static ParseError? Send(Transport channel, string recording, Func<Deadline> deadline)
    {
        using var bytes = new FileInput(recording);
        ParseError? error = RecordedBytes.Send(bytes, channel, bytes.End, deadline);
        channel.ShutdownWrite();
        return error;
    }
}
