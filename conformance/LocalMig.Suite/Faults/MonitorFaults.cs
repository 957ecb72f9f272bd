using System.Text;
using LocalMig.Descriptors;
using LocalMig.Suite.Faults.Decorators;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong monitors below the session: bytes, JSON and the end of a connection (recorded behaviour of QMP).</summary>
internal static class MonitorFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("one-command-per-write", "Of the commands that come in one write the first one is answered.", "LM-QMP-14") { Seams = static (seams, _) => seams with { Monitor = static channel => new MonitorLines(channel, null, OnlyFirst) }, Hangs = true },
        Replaces("command-in-parts-answered-twice", "A command that comes in parts is answered twice.", static line => line.Contains(" split\"", StringComparison.Ordinal) ? line + line : line, null, "LM-QMP-15"),
        Replaces("out-of-band-without-negotiation", "exec-oob is understood without the capability.", null, static text => text.Replace("\"exec-oob\"", "\"execute\"", StringComparison.Ordinal).PadRight(text.Length), "LM-QMP-16"),
        Replaces("replies-in-utf8", "Characters beyond ASCII are sent as they are.", static line => line.Replace("\\u00E9", "\xC3\xA9", StringComparison.Ordinal), null, "LM-QMP-18"),
        Replaces("no-surrogate-pairs", "Characters beyond the basic plane are escaped as one.", static line => line.Replace("\\uD83D\\uDE00", "\\u1F600", StringComparison.Ordinal), null, "LM-QMP-18"),
        Replaces("integers-as-doubles", "Integers lose what a double does not keep.", static line => line.Replace("-9223372036854775808", "-9.2233720368547758e+18", StringComparison.Ordinal).Replace("18446744073709551615", "1.8446744073709552e+19", StringComparison.Ordinal), null, "LM-QMP-07", "LM-QMP-19"),
        new("infinity-printed", "A number beyond a double comes back as inf.", "LM-QMP-20")
        {
            Seams = static (seams, _) => seams with { Monitor = static channel => new Infinite(channel) },
        },
        Replaces("duplicate-members-taken", "Of two members of one name the last one counts.", null, static text => text.Replace("\"execute\":\"query-status\",\"execute\"", "\"execute\"", StringComparison.Ordinal).PadRight(text.Length), "LM-QMP-21"),
        Replaces("depth-off-by-one", "As many brackets as there may be are refused.", null, static text => text.Contains(new string('[', 1023), StringComparison.Ordinal) && !text.Contains(new string('[', 1024), StringComparison.Ordinal) ? text.Replace(new string('[', 100), "[" + new string('[', 99), StringComparison.Ordinal).Replace(":[[", ":{[", StringComparison.Ordinal) : text, "LM-QMP-22"),
        Replaces("depth-without-limit", "Nesting has no limit.", static line => line.Contains("nesting depth", StringComparison.Ordinal) ? "{\"return\": {}}\r\n" : line, null, "LM-QMP-22"),
        Replaces("bad-utf8-taken", "Bytes that are no UTF-8 are taken for characters.", null, static text => text.Replace("\xC0\xAF", "??", StringComparison.Ordinal), "LM-QMP-23"),
        Replaces("lone-surrogates-taken", "Escapes of lone surrogates are taken for characters.", null, static text => text.Replace("\\ud800", "\\u00e9", StringComparison.Ordinal), "LM-QMP-23"),
        Replaces("no-resynchronisation", "A byte 0xFF is broken input like any other.", null, static text => text.Replace('\xFF', '"'), "LM-QMP-24") with { Hangs = true },
        Replaces("single-quotes-refused", "Strings stand in double quotes alone.", null, static text => text.Replace("'execute'", ",execute'", StringComparison.Ordinal), "LM-QMP-25"),
        Replaces("commands-unlisted", "A command was left out of the list of commands.", static line => line.Replace("{\"name\": \"migrate-pause\"}, ", "", StringComparison.Ordinal), null, "LM-QMP-26"),
        new("hang-on-half-closed", "A client that closes its sending side waits for ever.", "LM-QMP-29") { Seams = static (seams, _) => seams with { Monitor = static channel => new Staying(channel) } },
        new("half-closed-is-closed", "A client that closes its sending side gets no more replies.", "LM-QMP-29") { Seams = static (seams, _) => seams with { Monitor = static channel => new Leaving(channel) } },
    ];

    private static Fault Replaces(string name, string mistake, Func<string, string>? lines, Func<string, string>? input, params IReadOnlyList<string> breaks) =>
        Make.Lines(name, mistake, lines is null ? null : () => lines, input is null ? null : () => input, breaks);

    private static string OnlyFirst(string text)
    {
        int end = text.IndexOf("}{", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }

    // What QEMU does to it: the number is kept, and printed as no JSON can be.
    private sealed class Infinite(Transport inner) : PassedTransport(inner)
    {
        private bool _asked;

        public override Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
        {
            Result<int, ParseError> received = base.Receive(buffer, arrived, deadline);
            if (!received.TryGet(out int count, out _) || !Encoding.Latin1.GetString(buffer[..count]).Contains("1e400", StringComparison.Ordinal))
                return received;
            _asked = true;
            string text = Encoding.Latin1.GetString(buffer[..count]).Replace("1e400", "12345", StringComparison.Ordinal);
            return Encoding.Latin1.GetBytes(text, buffer);
        }

        public override ParseError? Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors, Deadline deadline) => _asked
            ? base.Send(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("12345", "  inf", StringComparison.Ordinal)), descriptors, deadline)
            : base.Send(bytes, descriptors, deadline);
    }

    private sealed class Staying(Transport inner) : PassedTransport(inner)
    {
        private readonly ManualResetEventSlim _over = new();

        public override Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
        {
            Result<int, ParseError> received = base.Receive(buffer, arrived, deadline);
            if (received is { IsOk: true, Value: 0 })
                _over.Wait(TimeSpan.FromSeconds(20), deadline.Cancellation.CanBeCanceled ? CancellationToken.None : deadline.Cancellation);
            return received;
        }

        public override void Abort()
        {
            _over.Set();
            base.Abort();
        }

        protected override void Dispose(bool disposing)
        {
            _over.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Leaving(Transport inner) : PassedTransport(inner)
    {
        private bool _gone;

        public override Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
        {
            Result<int, ParseError> received = base.Receive(buffer, arrived, deadline);

            // Looks ahead: is this all that the client has to say?
            if (received is { IsOk: true, Value: > 0 })
            {
                byte[] more = new byte[buffer.Length];
                Result<int, ParseError> next = Inner.Receive(more, arrived, Deadline.After(TimeSpan.FromMilliseconds(300)));
                _gone = next is { IsOk: true, Value: 0 };
            }

            return _gone ? 0 : received;
        }
    }
}
