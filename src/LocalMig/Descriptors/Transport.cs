using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>A channel of bytes that may also carry descriptors. One thread may receive while another one sends.</summary>
public abstract class Transport : IDisposable
{
    /// <summary>A channel.</summary>
    /// <param name="name">What error texts call it.</param>
    protected Transport(string name) => Name = name;

    /// <summary>What error texts call the channel: <c>unix:/run/m.sock</c>, or what its user names it.</summary>
    public string Name { get; set; }

    /// <summary>Whether descriptors can travel here: only on a UNIX domain socket (specification, section 5).</summary>
    public abstract bool CanPassDescriptors { get; }

    /// <summary>Bytes received so far: the stream offset of the next one.</summary>
    public long ReceivedBytes { get; protected set; }

    /// <summary>Bytes sent so far: the stream offset of the next one.</summary>
    public long SentBytes { get; protected set; }

    /// <summary>Receives what is there, waiting for the first byte.</summary>
    /// <param name="buffer">Takes the bytes; at least one byte long.</param>
    /// <param name="arrived">Takes the descriptors that came with them.</param>
    /// <param name="deadline">How long to wait.</param>
    /// <returns>How many bytes; 0 at the end of the stream. An error leaves the descriptors of its message closed.</returns>
    public abstract Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline);

    /// <summary>Sends all of the bytes.</summary>
    /// <param name="bytes">The bytes; at least one if there are descriptors.</param>
    /// <param name="descriptors">Up to 253 descriptors, which ride on the first byte. The caller keeps owning them.</param>
    /// <param name="deadline">How long to wait for room.</param>
    /// <returns>Null, or what went wrong; then part of the bytes may have been sent (<see cref="SentBytes"/>).</returns>
    public abstract ParseError? Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors, Deadline deadline);

    /// <summary>Sends all of the bytes, without descriptors.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="deadline">How long to wait for room.</param>
    public ParseError? Send(ReadOnlySpan<byte> bytes, Deadline deadline) => Send(bytes, [], deadline);

    /// <summary>Tells the other end that nothing more will come; it can still send.</summary>
    public abstract void ShutdownWrite();

    /// <summary>Ends the connection in both directions, from any thread: whoever waits on it, here or there, sees it end as if the other
    /// had left. Where there is no connection (a pipe, a file), or none any more, this does nothing.</summary>
    public abstract void Shutdown();

    /// <summary>Gives the channel up, from any thread: calls that wait return <see cref="Errors.ChannelAborted"/>, later ones too, and
    /// the other end sees the connection end.</summary>
    public abstract void Abort();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what the channel owns.</summary>
    /// <param name="disposing">Always true: there is nothing to finalize.</param>
    protected abstract void Dispose(bool disposing);
}
