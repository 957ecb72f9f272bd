using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Devices;

/// <summary>Backends as people write them: <c>tap:INTERFACE</c>, <c>socket:PATH</c>, <c>memfd:SIZE</c>, <c>memfd:@FILE</c>.</summary>
public static class BackendText
{
    /// <summary>Opens what a text says.</summary>
    /// <param name="text">The text. A TAP's interface is made where there is none; a socket is connected to who listens at the path; a
    /// memory file has a size with an optional suffix (64M), or size and content of a file.</param>
    /// <param name="descriptors">How many descriptors are needed, one at least: the queues of a TAP. Other backends have one.</param>
    /// <param name="name">What a memory file is called.</param>
    /// <param name="deadline">How long a connection may take.</param>
    /// <returns>The backend, which owns its descriptors; or why there is none.</returns>
    public static Result<Backend, ParseError> Open(string text, int descriptors, string name, Deadline deadline)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(descriptors, 1);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string rest = text[(colon + 1)..];
        string kind = colon < 0 ? "" : text[..colon];
        if (kind != "tap" && descriptors > 1)
            return ParseError.In(Errors.BackendKind, text, $"one descriptor, and {descriptors} are needed");
        return kind switch
        {
            "tap" when descriptors > TapBackend.MaximumQueues => ParseError.In(Errors.BackendKind, text, $"{descriptors} queues, and a TAP has at most {TapBackend.MaximumQueues}"),
            "tap" => Opened(TapBackend.Open(new TapOptions(rest.Length == 0 ? "tap%d" : rest, descriptors))),
            "socket" => Connect(rest, deadline),
            "memfd" when rest.StartsWith('@') => Opened(MemfdContents.Load(name, rest[1..])),
            "memfd" => SizeText.Parse(rest, out ulong size) is null && size <= long.MaxValue
                ? Opened(MemfdBackend.Create(name, (long)size))
                : ParseError.In(Errors.BackendKind, text, "no size that a memory file can have"),
            _ => ParseError.In(Errors.BackendKind, text, "none of tap:INTERFACE, socket:PATH, memfd:SIZE, memfd:@FILE"),
        };
    }

    private static Result<Backend, ParseError> Connect(string path, Deadline deadline)
    {
        if (!UnixChannel.Connect(path, deadline).TryGet(out UnixChannel? channel, out ParseError? error))
            return error;
        using (channel)
        {
            return channel.Fd.Duplicate().TryGet(out OwnedFd? socket, out error) ? Opened(SocketBackend.Adopt(socket)) : error;
        }
    }

    private static Result<Backend, ParseError> Opened<T>(Result<T, ParseError> result)
        where T : Backend =>
        result.TryGet(out T? backend, out ParseError? error) ? backend : error;
}
