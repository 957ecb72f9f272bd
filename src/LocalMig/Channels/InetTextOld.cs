using System.Globalization;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Channels;

/// <summary>TCP addresses as they were read up to 10.0: host of at most 64 characters, port of at most 32, and options that are
/// searched for in the rest; what is not found there is ignored.</summary>
internal static class InetTextOld
{
    private const int MaxHost = 64;
    private const int MaxPort = 32;

    public static Result<InetAddress, QmpError> Parse(string text)
    {
        (string Host, int Next)? host;
        if (text.StartsWith(':'))
            host = ("", 1);
        else if (text.StartsWith('['))
            host = Until(text, 1, ']', MaxHost) is { } v6 && At(text, v6.Next, "]:") ? (v6.Text, v6.Next + 2) : null;
        else
            host = Until(text, 0, ':', MaxHost) is { } name && At(text, name.Next, ":") ? (name.Text, name.Next + 1) : null;
        if (host is not { } found || Until(text, found.Next, ',', MaxPort) is not { } port)
        {
            return QmpError.Generic(text.Length == 0 ? ChannelTexts.BadAddress(text) : text[0] switch
            {
                ':' => ChannelTexts.BadPort(text),
                '[' => ChannelTexts.BadIpv6(text),
                _ => ChannelTexts.BadAddress(text),
            });
        }

        return Options(new InetAddress(found.Host, port.Text), text[port.Next..]);
    }

    private static Result<InetAddress, QmpError> Options(InetAddress address, string rest)
    {
        int to = rest.IndexOf(",to=", StringComparison.Ordinal);
        if (to >= 0)
        {
            string number = rest[(to + 4)..].Split(',')[0];
            if (!int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
                return QmpError.Generic("error parsing to= argument");
            address = address with { To = (ushort)value };
        }

        if (!Flag(rest, "ipv4").TryGet(out bool? ipv4, out QmpError? error))
            return error;
        if (!Flag(rest, "ipv6").TryGet(out bool? ipv6, out error))
            return error;
        if (!Flag(rest, "keep-alive").TryGet(out bool? keepAlive, out error))
            return error;
        if (!Flag(rest, "mptcp").TryGet(out bool? mptcp, out error))
            return error;
        return address with { Ipv4 = ipv4, Ipv6 = ipv6, KeepAlive = keepAlive, Mptcp = mptcp };
    }

    private static Result<bool?, QmpError> Flag(string rest, string name)
    {
        int at = rest.IndexOf("," + name, StringComparison.Ordinal);
        if (at < 0)
            return (bool?)null;
        string value = rest[(at + 1 + name.Length)..].Split(',')[0];
        return value switch
        {
            "" or "=on" => (bool?)true,
            "=off" => (bool?)false,
            _ => QmpError.Generic($"error parsing '{name}' flag '{value}'"),
        };
    }

    // At least one and at most that many characters that are not the terminator.
    private static (string Text, int Next)? Until(string text, int from, char terminator, int most)
    {
        int end = from;
        while (end < text.Length && end - from < most && text[end] != terminator)
            end++;
        return end == from ? null : (text[from..end], end);
    }

    private static bool At(string text, int at, string wanted) => text.AsSpan(at).StartsWith(wanted, StringComparison.Ordinal);
}
