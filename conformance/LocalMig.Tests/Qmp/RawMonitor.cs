using System.Text;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Qmp;

/// <summary>The client side of a monitor as bytes and lines.</summary>
internal sealed class RawMonitor : IDisposable
{
    private readonly UnixChannel _channel;
    private readonly DescriptorQueue _descriptors = new();
    private readonly StringBuilder _text = new();

    public RawMonitor(string path, bool negotiate = false)
    {
        _channel = UnixChannel.Connect(path, MonitorFixture.Soon).Value;
        Greeting = Line();
        if (negotiate)
        {
            Send("{\"execute\":\"qmp_capabilities\"}");
            Assert.Equal("{\"return\": {}}", Line());
        }
    }

    public string Greeting { get; }

    public void Send(string text) => Assert.Null(_channel.Send(Encoding.Latin1.GetBytes(text), MonitorFixture.Soon));

    public void Send(string text, OwnedFd descriptor) =>
        Assert.Null(_channel.Send(Encoding.Latin1.GetBytes(text), [descriptor], MonitorFixture.Soon));

    /// <summary>Sends as much as is taken until the time is over.</summary>
    public ParseError? TrySend(ReadOnlySpan<byte> bytes, TimeSpan time) => _channel.Send(bytes, Deadline.After(time));

    public void EndSending() => _channel.ShutdownWrite();

    /// <summary>The next line, which has to end with CR LF; null at the end of the connection.</summary>
    public string? LineOrEnd()
    {
        byte[] buffer = new byte[65536];
        while (true)
        {
            string text = _text.ToString();
            int end = text.IndexOf("\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                _text.Remove(0, end + 2);
                return text[..end];
            }

            int received = _channel.Receive(buffer, _descriptors, MonitorFixture.Soon).Value;
            if (received == 0)
                return null;
            _text.Append(Encoding.Latin1.GetString(buffer, 0, received));
        }
    }

    public string Line() => LineOrEnd() ?? throw new InvalidOperationException("the server ended the connection");

    public void Dispose()
    {
        _channel.Dispose();
        _descriptors.Dispose();
    }
}
