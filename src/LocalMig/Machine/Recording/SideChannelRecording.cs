using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Stream.Live;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>Side channels of multifd while they are received: whoever connects after the main channel, each into a file of its own, on a
/// thread of its own, until its source ends it.</summary>
internal sealed class SideChannelRecording : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly ChannelListener _listener;
    private readonly RecordingFiles _files;
    private readonly TimeSpan _idle;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _enough;
    private readonly Thread? _accepting;
    private readonly List<SideChannel> _channels = [];

    /// <summary>Begins to accept. Files of an earlier recording go.</summary>
    /// <exception cref="IOException">One of these cannot be removed.</exception>
    public SideChannelRecording(ChannelListener listener, RecordingFiles files, TimeSpan idle, CancellationToken cancellation)
    {
        foreach (string earlier in files.SideChannels)
            File.Delete(earlier);
        _listener = listener;
        _files = files;
        _idle = idle;
        _cancellation = cancellation;
        _enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (!listener.AcceptsMore)
            return;
        _accepting = new Thread(() => AcceptAll(Deadline.Until(_enough.Token))) { IsBackground = true, Name = "side channels" };
        _accepting.Start();
    }

    /// <summary>How many there were.</summary>
    public int Count => _channels.Count;

    /// <summary>Takes those that connected before the stream ended, and waits until all have ended.</summary>
    /// <returns>What went wrong with the first one that did, or null.</returns>
    public ParseError? End()
    {
        StopAccepting();
        if (_listener.AcceptsMore)
            AcceptAll(Deadline.Now);
        return SideChannel.Wait(_channels);
    }

    public void Dispose()
    {
        StopAccepting();
        _channels.ForEach(static channel => channel.Dispose());
        _enough.Dispose();
    }

    private void StopAccepting()
    {
        _enough.Cancel();
        _accepting?.Join();
    }

    private void AcceptAll(Deadline deadline)
    {
        while (_listener.Accept(deadline).TryGet(out Transport? channel, out _))
        {
            RecordingFiles files = _files.SideChannel(_channels.Count + 1);
            _channels.Add(new SideChannel(channel, files.Stream, c => Record(c, files)));
        }
    }

    private ParseError? Record(Transport channel, RecordingFiles files)
    {
        using var bytes = new FileStream(files.Stream, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        using var log = new StreamWriter(files.Log);
        // The channel is closed by whoever ends the recording.
        var recording = new RecordingTransport(channel, bytes, log, _idle);
        byte[] buffer = new byte[BufferSize];
        using var arrived = new DescriptorQueue();
        while (true)
        {
            if (!recording.Receive(buffer, arrived, Deadline.Until(_cancellation)).TryGet(out int count, out ParseError? error))
                return error;
            if (count == 0)
                return null;
            // A descriptor has no business here; that one came stands in the log.
            while (arrived.Take() is OwnedFd stray)
                stray.Dispose();
        }
    }
}
