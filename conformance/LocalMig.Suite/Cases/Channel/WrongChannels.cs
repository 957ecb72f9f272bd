using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Suite.Cases.Channel;

/// <summary>A channel that local migration must not use, and a way to see whether it was used all the same.</summary>
/// <param name="Name">What it is, for ids and reports.</param>
/// <param name="Arguments">The arguments of migrate or migrate-incoming.</param>
/// <param name="Trace">What shows that it was used; null where nothing does.</param>
internal sealed record WrongChannel(string Name, JsonValue Arguments, Func<string?> Trace);

/// <summary>Makes the channels that an address alone gives away.</summary>
internal static class WrongChannels
{
    /// <summary>TCP to a port where the case listens: as a URI and as a channel.</summary>
    public static IEnumerable<WrongChannel> Tcp(CaseContext c)
    {
        if (!NetworkListener.BindTcp("127.0.0.1", "0", TcpOptions.None).TryGet(out NetworkListener? listener, out ParseError? error))
            c.Stop($"cannot listen on TCP: {error}");
        c.Own(listener);
        string port = listener.Addresses[0].Port;
        yield return new WrongChannel("tcp: URI", Uri($"tcp:127.0.0.1:{port}"), Connected);
        yield return new WrongChannel("inet channel", Socket(("type", "inet"), ("host", "127.0.0.1"), ("port", port)), Connected);

        string? Connected()
        {
            if (!listener.Accept(Deadline.Now).TryGet(out ByteTransport? channel, out _))
                return null;
            channel.Dispose();
            return "a TCP connection was made";
        }
    }

    /// <summary>TCP to wait on, at a port that the system chooses: nothing but the refusal keeps a destination from it.</summary>
    public static IEnumerable<WrongChannel> TcpToWaitOn(CaseContext c)
    {
        c.Note("whether it listens shows in its status");
        yield return new WrongChannel("tcp: URI", Uri("tcp:127.0.0.1:0"), static () => null);
        yield return new WrongChannel("inet channel", Socket(("type", "inet"), ("host", "127.0.0.1"), ("port", "0")), static () => null);
    }

    /// <summary>vsock, to where nobody listens.</summary>
    public static IEnumerable<WrongChannel> Vsock(CaseContext c)
    {
        c.Note("nobody can listen on vsock here: only the reply is judged");
        yield return new WrongChannel("vsock: URI", Uri("vsock:2:4444"), static () => null);
        yield return new WrongChannel("vsock channel", Socket(("type", "vsock"), ("cid", "2"), ("port", "4444")), static () => null);
    }

    /// <summary>vsock to wait on, at any context id.</summary>
    public static IEnumerable<WrongChannel> VsockToWaitOn(CaseContext c)
    {
        c.Note("where the kernel has no vsock, only the reply can be judged");
        yield return new WrongChannel("vsock: URI", Uri("vsock:4294967295:4444"), static () => null);
        yield return new WrongChannel("vsock channel", Socket(("type", "vsock"), ("cid", "4294967295"), ("port", "4444")), static () => null);
    }

    /// <summary>A program that leaves a file behind when it is started.</summary>
    public static IEnumerable<WrongChannel> Exec(CaseContext c)
    {
        string mark = Path.Combine(c.Folder, "started");
        string command = $"echo started > {mark}; cat > /dev/null";
        yield return new WrongChannel("exec: URI", Uri("exec:" + command), Started);
        yield return new WrongChannel(
            "exec channel", Channel(("transport", "exec"), ("args", JsonValue.Array("/bin/sh", "-c", command))), Started);

        string? Started() => File.Exists(mark) ? "the program was started" : null;
    }

    /// <summary>A file that is not there yet.</summary>
    public static IEnumerable<WrongChannel> FilePath(CaseContext c)
    {
        string path = Path.Combine(c.Folder, "stream");
        yield return new WrongChannel("file: URI", Uri("file:" + path), Created);
        yield return new WrongChannel("file channel", Channel(("transport", "file"), ("filename", path), ("offset", 0)), Created);

        string? Created() => File.Exists(path) ? "the file was created" : null;
    }

    /// <summary>A file that can be read, so that nothing but the refusal keeps a destination from it.</summary>
    public static IEnumerable<WrongChannel> FileToRead(CaseContext c)
    {
        string path = Path.Combine(c.Folder, "stream");
        File.WriteAllBytes(path, new byte[4096]);
        yield return new WrongChannel("file: URI", Uri("file:" + path), static () => null);
        yield return new WrongChannel("file channel", Channel(("transport", "file"), ("filename", path), ("offset", 0)), static () => null);
    }

    /// <summary>RDMA, as a URI and as a channel.</summary>
    public static IEnumerable<WrongChannel> Rdma(CaseContext c)
    {
        c.Note("nobody can listen on RDMA here: only the reply is judged");
        yield return new WrongChannel("rdma: URI", Uri("rdma:127.0.0.1:4444"), static () => null);
        yield return new WrongChannel("rdma channel", Channel(("transport", "rdma"), ("host", "127.0.0.1"), ("port", "4444")), static () => null);
    }

    /// <summary>Arguments with a URI.</summary>
    public static JsonValue Uri(string uri) => JsonValue.Object(("uri", uri));

    /// <summary>Arguments with one main channel of transport socket.</summary>
    public static JsonValue Socket(params IEnumerable<(string, JsonValue)> address) => Channel([("transport", "socket"), .. address]);

    /// <summary>Arguments with one main channel.</summary>
    public static JsonValue Channel(params IEnumerable<(string, JsonValue)> address) => JsonValue.Object(
        ("channels", JsonValue.Array(JsonValue.Object(("channel-type", "main"), ("addr", JsonValue.Object(address))))));
}
