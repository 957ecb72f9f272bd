using System.Globalization;
using System.Text;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Channels;

/// <summary>The text form of TCP addresses: <c>HOST:PORT[,OPTION...]</c>, as each generation reads it.</summary>
internal static class InetText
{
    private static readonly string[] Switches = ["numeric", "ipv4", "ipv6", "keep-alive", "mptcp"];
    private static readonly string[] Numbers = ["to", "keep-alive-count", "keep-alive-idle", "keep-alive-interval"];

    public static Result<InetAddress, QmpError> Parse(string text, QemuGeneration generation) =>
        generation == QemuGeneration.Qemu11 ? ParseOptionList(text) : InetTextOld.Parse(text);

    /// <summary>Writes the form that <see cref="ParseOptionList"/> reads.</summary>
    public static string Print(InetAddress inet)
    {
        StringBuilder text = new();
        string host = inet.Host.Contains(':', StringComparison.Ordinal) ? $"[{inet.Host}]" : inet.Host;
        text.Append(Escape($"{host}:{inet.Port}"));
        foreach ((string name, bool? value) in ((string, bool?)[])
            [("numeric", inet.Numeric), ("ipv4", inet.Ipv4), ("ipv6", inet.Ipv6), ("keep-alive", inet.KeepAlive), ("mptcp", inet.Mptcp)])
        {
            if (value is { } given)
                text.Append(',').Append(name).Append(given ? "=on" : "=off");
        }

        foreach ((string name, uint? value) in ((string, uint?)[])
            [("to", inet.To), ("keep-alive-count", inet.KeepAliveCount), ("keep-alive-idle", inet.KeepAliveIdle), ("keep-alive-interval", inet.KeepAliveInterval)])
        {
            if (value is { } given)
                text.Append(',').Append(name).Append('=').Append(given.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    // Since 10.1 the text is an option list whose first value needs no name; a comma in a value is doubled.
    private static Result<InetAddress, QmpError> ParseOptionList(string text)
    {
        // The id is looked for before anything else, at every comma, doubled or not.
        if (Array.Find(text.Split(','), static o => o.StartsWith("id=", StringComparison.Ordinal)) is { } id && !IsIdentifier(id[3..]))
            return QmpError.Generic(ChannelTexts.BadId);
        (string Name, string Value)[] options = [.. Options(text)];
        Dictionary<string, string> given = new(StringComparer.Ordinal);
        foreach ((string name, string value) in options)
        {
            if (Problem(name, value) is { } problem)
                return QmpError.Generic(problem);
            given[name] = value;
        }

        if (!given.TryGetValue("addr", out string? address))
            return QmpError.Generic(ChannelTexts.BadAddress(""));
        if (Split(address, text.StartsWith('[')) is not { } split)
        {
            return QmpError.Generic(text.StartsWith('[')
                ? ChannelTexts.BadIpv6(address)
                : ChannelTexts.BadAddress(address));
        }

        // QEMU cuts these off at 16 and 32 bits without a word; we refuse them.
        if (Array.Find(options, static o => Numbers.Contains(o.Name, StringComparer.Ordinal) && NumberOf(o.Value) > Most(o.Name)) is { Name: not null } large)
            return QmpError.Generic(ChannelTexts.TooLarge(large.Name, large.Value));
        return new InetAddress(split.Host, split.Port)
        {
            Numeric = Switch(given, "numeric"),
            To = (ushort?)Number(given, "to"),
            Ipv4 = Switch(given, "ipv4"),
            Ipv6 = Switch(given, "ipv6"),
            KeepAlive = Switch(given, "keep-alive"),
            KeepAliveCount = Number(given, "keep-alive-count"),
            KeepAliveIdle = Number(given, "keep-alive-idle"),
            KeepAliveInterval = Number(given, "keep-alive-interval"),
            Mptcp = Switch(given, "mptcp"),
        };
    }

    private static (string Host, string Port)? Split(string address, bool bracketed)
    {
        int colon = bracketed ? address.IndexOf("]:", StringComparison.Ordinal) : address.IndexOf(':', StringComparison.Ordinal);
        if (bracketed)
            return colon >= 2 && address.Length > colon + 2 ? (address[1..colon], address[(colon + 2)..]) : null;
        return colon >= 0 && address.Length > colon + 1 ? (address[..colon], address[(colon + 1)..]) : null;
    }

    private static IEnumerable<(string Name, string Value)> Options(string text)
    {
        int at = 0;
        bool first = true;
        while (at < text.Length)
        {
            int end = text.AsSpan(at).IndexOfAny(',', '=') is var found && found < 0 ? text.Length : at + found;
            if (end < text.Length && text[end] == '=')
            {
                string name = text[at..end];
                at = end + 1;
                yield return (name, Value(text, ref at));
            }
            else if (first)
            {
                yield return ("addr", Value(text, ref at));
            }
            else
            {
                // A name alone switches on; "no" in front of it switches off.
                string name = text[at..end];
                at = end;
                yield return name.StartsWith("no", StringComparison.Ordinal) ? (name[2..], "off") : (name, "on");
            }

            first = false;
            at++;
        }
    }

    private static string Value(string text, ref int at)
    {
        StringBuilder value = new();
        for (; at < text.Length; at++)
        {
            if (text[at] == ',')
            {
                if (at + 1 >= text.Length || text[at + 1] != ',')
                    break;
                at++;
            }

            value.Append(text[at]);
        }

        return value.ToString();
    }

    // Names and the form of values are looked at option by option. The list may have an id of its own; here it names nothing.
    private static string? Problem(string name, string value)
    {
        if (name is "addr" or "id")
            return null;
        if (Switches.Contains(name, StringComparer.Ordinal))
            return value is "on" or "yes" or "true" or "y" or "off" or "no" or "false" or "n" ? null : ChannelTexts.NotASwitch(name);
        if (!Numbers.Contains(name, StringComparer.Ordinal))
            return ChannelTexts.UnknownOption(name);
        return NumberText.Parse(value, out _) switch
        {
            NumberText.Outcome.Fits => null,
            NumberText.Outcome.TooLarge => ChannelTexts.TooLarge(name, value),
            _ => ChannelTexts.NotANumber(name),
        };
    }

    private static ulong NumberOf(string value)
    {
        NumberText.Parse(value, out ulong number);
        return number;
    }

    private static ulong Most(string name) => name == "to" ? ushort.MaxValue : uint.MaxValue;

    private static bool IsIdentifier(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');

    private static bool? Switch(Dictionary<string, string> given, string name) =>
        given.TryGetValue(name, out string? value) ? value is "on" or "yes" or "true" or "y" : null;

    private static uint? Number(Dictionary<string, string> given, string name) =>
        given.TryGetValue(name, out string? value) ? (uint)NumberOf(value) : null;

    private static string Escape(string value) => value.Replace(",", ",,", StringComparison.Ordinal);
}
