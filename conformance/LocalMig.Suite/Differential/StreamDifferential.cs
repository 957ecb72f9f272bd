using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Differential;

/// <summary>Gives two destinations the same stream and compares whether they take it, and what they say where they do not. Each stream needs a
/// machine of its own: a real one that has failed cannot be told again.</summary>
/// <param name="ours">Makes the reference, which waits to be told where to listen.</param>
/// <param name="theirs">Makes the other.</param>
/// <param name="options">How.</param>
public sealed class StreamDifferential(Func<IPeer> ours, Func<IPeer> theirs, DifferentialOptions options)
{
    private const int BytesTried = 40;

    private readonly Lock _gate = new();
    private readonly List<(Disagreement, KnownDisagreement?)> _found = [];
    private readonly HashSet<string> _shapes = new(StringComparer.Ordinal);
    private int _count;
    private volatile string? _problem;

    /// <summary>Compares.</summary>
    /// <param name="streams">Whole streams, any bytes.</param>
    /// <param name="atOnce">How many at the same time.</param>
    public DifferentialResult Streams(IEnumerable<byte[]> streams, int atOnce)
    {
        ArgumentNullException.ThrowIfNull(streams);
        using IEnumerator<byte[]> each = streams.GetEnumerator();
        Thread[] workers = [.. Enumerable.Range(0, atOnce).Select(_ => new Thread(() => Work(each)) { IsBackground = true, Name = "streams" })];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        return new DifferentialResult(_count, [.. _found], _problem);
    }

    private void Work(IEnumerator<byte[]> each)
    {
        using IPeer our = ours();
        using IPeer their = theirs();
        string folder = Directory.CreateTempSubdirectory("localmig-streams-").FullName;
        while (Next(each) is { } stream)
        {
            if (Compare(our, their, stream, folder) is { } differs)
                Keep(differs, less => Compare(our, their, less, folder));
            lock (_gate)
            {
                _count++;
                options.Progress?.Invoke(_count);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>How a fresh destination stands behind a stream; or why it could not be given one.</summary>
    internal static Result<JsonValue, string> Outcome(IPeer peer, byte[] stream, TimeSpan patience)
    {
        string folder = Directory.CreateTempSubdirectory("localmig-streams-").FullName;
        Result<JsonValue, string> outcome = Load(peer, stream, folder, Deadline.After(patience));
        Directory.Delete(folder, recursive: true);
        return outcome;
    }

    private byte[]? Next(IEnumerator<byte[]> each)
    {
        lock (_gate)
            return _problem is null && _shapes.Count < options.MostUnsorted && each.MoveNext() ? each.Current : null;
    }

    private void Keep(Disagreement found, Func<byte[], Disagreement?> compare)
    {
        KnownDisagreement? known = options.Known.Find(found);
        if (known is null)
        {
            lock (_gate)
            {
                // Many streams show the same; one of them is enough to look at.
                if (!_shapes.Add(found.Shape))
                {
                    _found.Add((found, null));
                    return;
                }
            }

            string shape = found.Shape;
            Shrinking.Shrink(
                found.Input[0],
                less =>
                {
                    if (compare(less) is not { } smaller || smaller.Shape != shape)
                        return false;
                    found = smaller;
                    return true;
                },
                BytesTried);
        }

        lock (_gate)
        {
            _found.Add((found, known));
            if (known is null)
                options.Found?.Invoke(found);
        }
    }

    private Disagreement? Compare(IPeer our, IPeer their, byte[] stream, string folder)
    {
        if (!Load(our, stream, folder, Deadline.After(options.Patience)).TryGet(out JsonValue? one, out string? why) || !Load(their, stream, folder, Deadline.After(options.Patience)).TryGet(out JsonValue? other, out why))
        {
            _problem = why;
            return null;
        }

        IReadOnlyList<string> differences = Disagreement.Compare([JsonText.Write(one)], [JsonText.Write(other)], options.Scrubbers);
        return differences.Count == 0 ? null : new Disagreement([stream], differences);
    }

    // How a fresh destination stands behind a stream.
    private static Result<JsonValue, string> Load(IPeer peer, byte[] stream, string folder, Deadline deadline)
    {
        string path = Path.Combine(folder, "migration");
        try
        {
            if (!peer.Connect(deadline).TryGet(out UnixChannel? channel, out string? why))
                return why;
            if (!QmpClient.Adopt(channel, deadline).TryGet(out QmpClient? client, out ParseError? error))
                return $"{peer.Name}: {error}";
            using (client)
            {
                if (!Prepare(client, path, deadline).TryGet(out UnixChannel? source, out why))
                    return $"{peer.Name}: {why}";
                using (source)
                {
                    // Whoever refuses a stream early ends the connection before all of it is sent.
                    _ = source.Send(stream, [], deadline);
                    source.ShutdownWrite();
                    return End(peer, client, deadline);
                }
            }
        }
        finally
        {
            peer.Stop();
            File.Delete(path);
        }
    }

    private static Result<UnixChannel, string> Prepare(QmpClient client, string path, Deadline deadline)
    {
        foreach ((string command, JsonValue? arguments) in ((string, JsonValue?)[])
        [
            ("qmp_capabilities", null),
            ("migrate-set-capabilities", JsonValue.Object(("capabilities", JsonValue.Array(JsonValue.Object(("capability", "events"), ("state", true)))))),
            ("migrate-incoming", JsonValue.Object(("uri", $"unix:{path}"), ("exit-on-error", false))),
        ])
        {
            if (!client.Execute(command, arguments, deadline).TryGet(out QmpReply? reply, out ParseError? lost))
                return lost.ToString();
            if (!reply.IsOk)
                return $"{command}: {reply.Error!.Desc}";
        }

        return UnixChannel.Connect(path, deadline).TryGet(out UnixChannel? source, out ParseError? refused) ? source : refused.ToString();
    }

    // One text, so that what is known of a disagreement speaks of the outcome as a whole.
    private static JsonValue End(IPeer peer, QmpClient client, Deadline deadline)
    {
        QmpEvent? last = client.Events.Wait(static e => e.Name == "MIGRATION" && e.Data?["status"]?.AsString is "completed" or "failed", deadline);
        if (last is null)
            return JsonValue.Object(("outcome", client.Lost is null ? PeerSession.Silent : $"{PeerSession.Ended} {peer.LastWords}"));
        JsonValue migration = Ask(client, "query-migrate", deadline);
        string state = $"{Text(migration["status"])}, {Text(Ask(client, "query-status", deadline)["status"])}";
        return JsonValue.Object(("outcome", migration["error-desc"] is { } why ? $"{state}: {Text(why)}" : state));
    }

    private static string Text(JsonValue? value) => value is { Kind: JsonKind.String } ? value.AsString : "nothing";

    private static JsonValue Ask(QmpClient client, string command, Deadline deadline) =>
        client.Execute(command, null, deadline).TryGet(out QmpReply? reply, out _) && reply.IsOk ? reply.Value : JsonValue.EmptyObject;
}
