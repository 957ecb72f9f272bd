using System.Text;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Suite.Targets;
using LocalMig.Wire;

namespace LocalMig.Suite.Cases.Qmp;

/// <summary>The client's side of a monitor as bytes and lines, for what a well-behaved client never sends.</summary>
internal sealed class RawMonitor : IDisposable
{
    private const string Name = "qmp";
    private const int LongestLine = 64 << 20;

    private readonly CaseContext _context;
    private readonly UnixChannel _channel;
    private readonly DescriptorQueue _descriptors = new();
    private readonly List<byte> _unread = [];

    private RawMonitor(CaseContext context, UnixChannel channel)
    {
        _context = context;
        _channel = channel;
    }

    /// <summary>Connects. Ends the case where that fails.</summary>
    public static RawMonitor Connect(CaseContext c)
    {
        if (c.Target is not IMonitorTarget target)
            c.Skip($"{c.Target.Name} has no monitor to connect to");
        else if (target.Connect(c).TryGet(out UnixChannel? channel, out string? why))
            return c.Own(new RawMonitor(c, channel));
        else
            c.Stop($"the monitor cannot be reached: {why}");
        throw new InvalidOperationException();
    }

    /// <summary>Connects, takes the greeting and negotiates. Ends the case where that fails.</summary>
    /// <param name="c">The case.</param>
    /// <param name="outOfBand">Whether to enable commands out of band.</param>
    public static RawMonitor Negotiated(CaseContext c, bool outOfBand = false)
    {
        RawMonitor monitor = Connect(c);
        monitor.Reply();
        monitor.Send(outOfBand
            ? """{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}"""
            : """{"execute":"qmp_capabilities"}""");
        if (monitor.Reply()["return"] is null)
            c.Stop("the negotiation was refused");
        return monitor;
    }

    /// <summary>Sends text; each character is one byte. Ends the case where that fails.</summary>
    public void Send(string latin1)
    {
        _context.Evidence.Wire(Name, WireDirection.Sent, latin1);
        if (_channel.Send(Encoding.Latin1.GetBytes(latin1), _context.Deadline) is { } error)
            _context.Stop($"sending failed: {error}");
    }

    /// <summary>Says that nothing more is sent.</summary>
    public void EndSending() => _channel.ShutdownWrite();

    /// <summary>The next line with its end; null where the connection ends before one. Ends the case where none comes in time.</summary>
    public string? Line()
    {
        byte[] buffer = new byte[65536];
        while (true)
        {
            int end = _unread.IndexOf((byte)'\n');
            if (end >= 0)
            {
                string line = Encoding.Latin1.GetString([.. _unread.Take(end + 1)]);
                _unread.RemoveRange(0, end + 1);
                _context.Evidence.Wire(Name, WireDirection.Received, line.TrimEnd());
                return line;
            }

            if (!_channel.Receive(buffer, _descriptors, _context.Deadline).TryGet(out int received, out ParseError? error))
                _context.Stop($"no answer: {error}");
            if (received == 0)
                return null;
            _unread.AddRange(buffer.AsSpan(0, received));
            if (_unread.Count > LongestLine)
                _context.Stop("a line that does not end");
        }
    }

    /// <summary>Whether the connection ends, with nothing more on it, within a time.</summary>
    public bool Ends(TimeSpan time) =>
        _unread.Count == 0 && _channel.Receive(new byte[1], _descriptors, Descriptors.Deadline.After(time)) is { IsOk: true, Value: 0 };

    /// <summary>The next line that is no event, as a value; null's kind where it is no JSON, or where there is none.</summary>
    public JsonValue Reply()
    {
        while (true)
        {
            if (Line() is not { } line)
                return JsonValue.Null;
            if (!JsonText.Parse(line).TryGet(out JsonValue? value, out _))
                return JsonValue.Null;
            if (value["event"] is null)
                return value;
        }
    }

    /// <summary>The next line that is no event, as a value; null's kind where none comes within a time.</summary>
    public JsonValue ReplyWithin(TimeSpan time)
    {
        long end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        byte[] buffer = new byte[65536];
        while (!_unread.Contains((byte)'\n'))
        {
            TimeSpan left = TimeSpan.FromMilliseconds(Math.Max(0, end - Environment.TickCount64));
            if (!_channel.Receive(buffer, _descriptors, Descriptors.Deadline.After(left)).TryGet(out int received, out _) || received == 0)
                return JsonValue.Null;
            _unread.AddRange(buffer.AsSpan(0, received));
        }

        return Reply();
    }

    /// <summary>Sends text and takes the reply.</summary>
    public JsonValue Ask(string latin1)
    {
        Send(latin1);
        return Reply();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        _descriptors.Dispose();
    }
}
