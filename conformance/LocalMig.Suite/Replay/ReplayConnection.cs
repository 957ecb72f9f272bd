using System.Buffers;
using System.Text;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Replay;

/// <summary>The connection to one side: lines out of bytes.</summary>
internal sealed class ReplayConnection(UnixChannel channel) : IDisposable
{
    private readonly DescriptorQueue _descriptors = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Queue<string> _lines = new();
    private readonly byte[] _buffer = new byte[1 << 16];

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

    public void Dispose()
    {
        channel.Dispose();
        _descriptors.Dispose();
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
