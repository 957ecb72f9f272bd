using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Suite.Replay;

namespace LocalMig.Suite.Agreement;

/// <summary>What the recorder of the B files did besides, read from its headings: it connected to a destination with a few bytes,
/// killed a destination, and handed over a pipe or a file with getfd.</summary>
/// <param name="folder">The folder of the sockets.</param>
internal sealed class RecordedPeers(ReplayFolder folder) : IReplayBystander
{
    private const string Kills = ": destination killed while active";

    private static readonly byte[] Start = [.. "QEVM"u8, 0, 0, 0, 3];

    // Longer beginnings of a heading first.
    private static readonly (string Heading, byte[] Sent)[] Visits =
    [
        ("a client sends garbage and closes", [.. "garbage\n"u8]),
        ("empty connection (connect and close)", []),
        ("4 bytes magic only", [.. "QEVM"u8]),
        ("right magic, version 2", [.. "QEVM"u8, 0, 0, 0, 2]),
        ("right magic, version 4", [.. "QEVM"u8, 0, 0, 0, 4]),
        ("magic+version, then EOF", Start),
        ("magic+version+unknown section type 0x55", [.. Start, 0x55]),
        ("magic+version+QEMU_VM_EOF", [.. Start, 0]),
        ("configuration section with other machine", [.. Start, 7, 0, 0, 0, 6, .. "pc-foo"u8]),
    ];

    private byte[]? _visit;
    private string? _listening;
    private bool _kills;

    /// <inheritdoc/>
    public ReplayDeed? Before(TranscriptLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        switch (line.Kind)
        {
            case TranscriptKind.Note:
                if (TranscriptNotes.CommandLine(line.Text).Side is not null)
                    _listening = null;
                _kills |= line.Text.Contains(Kills, StringComparison.Ordinal);
                if (Array.Find(Visits, v => line.Text.StartsWith("## " + v.Heading, StringComparison.Ordinal)) is { Heading: not null } visit)
                    _visit = visit.Sent;
                return null;
            case TranscriptKind.Command when IsIncoming(line):
                // What is told to listen once more refuses.
                _listening ??= Path(line);
                return null;
            case TranscriptKind.Event when Status(line) is "active" or "failed" && _visit is { } bytes && _listening is { } path:
                _visit = null;
                return new ReplayDeed(() => Visit(path, bytes));
            case TranscriptKind.Event when Status(line) is "failing" or "failed" && _kills && line.Side == "src":
                _kills = false;
                return new ReplayDeed(null, "dst");
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    // The recorder named a socket sp, a pipe pp and a file ff.
    public OwnedFd? Descriptor(TranscriptLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Value?["arguments"]?["fdname"] is { Kind: JsonKind.String, AsString: "ff" } ? RegularFile() : null;
    }

    private static bool IsIncoming(TranscriptLine line) => line.Value!["execute"] is { Kind: JsonKind.String, AsString: "migrate-incoming" };

    private static string? Status(TranscriptLine line) =>
        line.Value?["data"]?["status"] is { Kind: JsonKind.String } status ? status.AsString : null;

    private string? Path(TranscriptLine line)
    {
        const string Scheme = "unix:";
        return line.Value?["arguments"]?["uri"] is { Kind: JsonKind.String } uri && uri.AsString.StartsWith(Scheme, StringComparison.Ordinal)
            ? folder.Rewrite(uri.AsString[Scheme.Length..])
            : null;
    }

    private static void Visit(string path, byte[] bytes)
    {
        // Where nobody listens the answers will tell.
        Deadline deadline = Deadline.After(TimeSpan.FromSeconds(5));
        if (!UnixChannel.Connect(path, deadline).TryGet(out UnixChannel? channel, out _))
            return;
        using (channel)
        {
            if (bytes.Length > 0)
                _ = channel.Send(bytes, [], deadline);
        }
    }

    private OwnedFd? RegularFile()
    {
        if (!FileTransport.Create(System.IO.Path.Combine(folder.Path, "regular-file")).TryGet(out FileTransport? file, out _))
            return null;
        using (file)
            return file.Fd.Duplicate().TryGet(out OwnedFd? copy, out _) ? copy : null;
    }
}
