using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Machine.Devices;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite.Faults;
using Xunit.Sdk;

namespace LocalMig.Tests.Machine.Model;

/// <summary>The two machines themselves, behind their monitors on real sockets, and the transcript of what they were told.</summary>
internal sealed class LivePair : IDisposable
{
    // At one page in each tenth of a second this lasts longer than any scenario: a slow migration does not end by itself.
    private const long RamSize = 4 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Ends = ["completed", "failed", "cancelled"];

    private readonly Profile _profile;
    private readonly Fault? _fault;
    private readonly string _folder = Directory.CreateTempSubdirectory("lm").FullName;
    private readonly StringWriter _text = new();
    private readonly TranscriptWriter _transcript;
    private readonly Dictionary<string, (VmServer Server, QmpClient Client)> _sides = new(StringComparer.Ordinal);
    private readonly List<SocketPeer> _peers = [];
    private int _names;

    public LivePair(Profile profile, Fault? fault)
    {
        (_profile, _fault) = (profile, fault);
        _transcript = new TranscriptWriter(_text);
        Start("src");
        Start("dst");
    }

    /// <summary>Tells one of the machines what a step says, and compares its answer with the model's.</summary>
    public void Take(ModelStep step, PairModel model)
    {
        model.Take(step);
        switch (step.Verb)
        {
            case "kill":
                End(step.Side);
                Start(step.Side);
                return;
            case "getfd" when step.Side == "both":
                (UnixChannel ours, UnixChannel theirs) = UnixChannel.Pair();
                using (ours)
                using (theirs)
                {
                    Name("src", step.Choice, ours.Fd, model);
                    Name("dst", step.Choice, theirs.Fd, model);
                }

                return;
            case "getfd":
                using (OwnedFd made = Make(step.Choice))
                    Name(step.Side, step.Choice, made, model);
                return;
            case "device":
                Device(step, model);
                return;
        }

        (string command, JsonValue? arguments) = Command(step);
        Judge(step, Tell(step.Side, command, arguments), model);
    }

    /// <summary>Looks whether both machines come to be as the model says.</summary>
    public void Check(PairModel model)
    {
        string source = Await("src", model.Source.Statuses);
        if (model.Source.Statuses.Length > 1)
            model.Saw(source);
        Await("dst", model.Destination.Statuses);
        foreach ((string name, ModelSide side) in new[] { ("src", model.Source), ("dst", model.Destination) })
        {
            if (side.States.Length > 0)
                Same($"{name}: run state", string.Join('|', side.States), Query(name, "query-status")["status"]!.AsString);
            Same($"{name}: parameter", side.Local, Query(name, "query-migrate-parameters")["local"]?.AsBoolean);
        }

        // The destination is looked at first: once it reads, the source never does again.
        bool theirs = Polls("dst");
        Same("who reads from a backend", false, theirs && Polls("src") && model.Source.Peer == model.Destination.Peer);
        foreach (ModelSide side in new[] { model.Source, model.Destination }.Where(static s => s is { Peer: > 0, Runs: true }))
            Same($"backend {side.Peer} is served", true, _peers[side.Peer - 1].IsEchoed());
    }

    /// <summary>What was said, as a transcript.</summary>
    public string Transcript
    {
        get
        {
            lock (_transcript)
            {
                _transcript.Flush();
                return _text.ToString();
            }
        }
    }

    public void Dispose()
    {
        foreach (string side in _sides.Keys.ToList())
            End(side);
        _peers.ForEach(static p => p.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    private void Start(string side)
    {
        VmOptions options = new() { Profile = _profile, RamSize = RamSize, Incoming = side == "dst" ? "defer" : null };
        string path = Path.Combine(_folder, $"{side}{_names++}.qmp");
        lock (_transcript)
            _transcript.CommandLine(side, $"localmig -m 4M{(side == "dst" ? " -incoming defer" : "")} -qmp unix:{path}");
        VmServer server = VmServer.Start(options, path, _fault?.Seams(VmSeams.Default, options) ?? VmSeams.Default).Value;
        QmpClient client = QmpClient.Connect(path, Deadline.After(Patience), line => Record(side, line)).Value;
        _sides[side] = (server, client);
        Assert.True(client.Negotiate(Deadline.After(Patience)).IsOk);
        Assert.True(Tell(side, "migrate-set-capabilities", Capability("events", state: true)).IsOk);
    }

    private void End(string side)
    {
        if (!_sides.Remove(side, out (VmServer Server, QmpClient Client) ended))
            return;
        ended.Client.Dispose();
        ended.Server.Dispose();
    }

    private void Record(string side, QmpTraceLine line)
    {
        lock (_transcript)
            _transcript.Message(side, line.Sent ? TranscriptDirection.Sent : TranscriptDirection.Received, Encoding.UTF8.GetBytes(line.Text + (line.Sent ? "\n" : "\r\n")));
    }

    private QmpReply Tell(string side, string command, JsonValue? arguments = null, OwnedFd? descriptor = null)
    {
        var result = _sides[side].Client.Execute(command, arguments, Deadline.After(Patience), descriptor);
        return result.IsOk ? result.Value : throw new XunitException($"{side}: {command}: {result.Error}");
    }

    private JsonValue Query(string side, string command) => Tell(side, command).Return ?? throw new XunitException($"{side}: {command} fails");

    private string Status(string side) => Query(side, "query-migrate")["status"]?.AsString ?? "none";

    // What has ended stays as it is: there is nothing to wait for.
    private string Await(string side, string[] statuses)
    {
        Deadline deadline = Deadline.After(Patience);
        for (string status = Status(side); ; status = Status(side))
        {
            if (statuses.Contains(status))
                return status;
            if (Ends.Contains(status) || deadline.IsPast)
                throw new XunitException($"{side}: migration is {status}, not {string.Join(" or ", statuses)}");
            Thread.Sleep(1);
        }
    }

    private void Name(string side, string name, OwnedFd descriptor, PairModel model) =>
        Judge(new ModelStep(side, "getfd", name), Tell(side, "getfd", JsonValue.Object(("fdname", name)), descriptor), model);

    private void Device(ModelStep step, PairModel model)
    {
        if (step.Choice == "del")
        {
            Judge(step, Tell(step.Side, "device_del", JsonValue.Object(("id", "s0"))), model);
            return;
        }

        List<(string, JsonValue)> arguments = [("driver", "localmig-socket"), ("id", "s0"), (DeviceSwitch.Property(_profile), step.Choice != "own, switch off")];
        if (step.Choice != "waiting")
        {
            (UnixChannel peer, UnixChannel end) = UnixChannel.Pair();
            using (end)
                Tell(step.Side, "getfd", JsonValue.Object(("fdname", "backend")), end.Fd);
            _peers.Add(new SocketPeer(peer));
            arguments.Add(("fd", "backend"));
        }

        Judge(step, Tell(step.Side, "device_add", JsonValue.Object(arguments)), model);
    }

    private (string Command, JsonValue? Arguments) Command(ModelStep step) => (step.Verb, step.Choice) switch
    {
        ("local", var value) => ("migrate-set-parameters", Local(value)),
        ("query", _) => ("query-migrate-parameters", null),
        ("bandwidth", _) => ("migrate-set-parameters", JsonValue.Object(("max-bandwidth", step.Choice == "slow" ? 1L : 0L))),
        ("return-path" or "pause-before-switchover", _) => ("migrate-set-capabilities", Capability(step.Verb, step.Choice == "on")),
        ("closefd", var name) => ("closefd", JsonValue.Object(("fdname", name))),
        ("netdev_del", var id) => ("netdev_del", JsonValue.Object(("id", id))),
        ("migrate" or "migrate-incoming", var channel) => (step.Verb, Channel(channel, step.Verb == "migrate-incoming")),
        ("cancel", _) => ("migrate_cancel", null),
        ("continue", _) => ("migrate-continue", JsonValue.Object(("state", "pre-switchover"))),
        _ => (step.Verb, null),
    };

    private static JsonValue Local(string value) => value switch
    {
        "on" or "off" => JsonValue.Object(("local", value == "on")),
        "string" => JsonValue.Object(("local", "true")),
        "number" => JsonValue.Object(("local", 1L)),
        "null" => JsonValue.Object(("local", JsonValue.Null)),
        "array" => JsonValue.Object(("local", JsonValue.Array(true))),
        "with unknown" => JsonValue.Object(("local", true), ("nosuch", 1L)),
        _ => JsonValue.Object(("local", true), ("max-cpu-throttle", 200L)),
    };

    private JsonValue Channel(string kind, bool incoming)
    {
        string path = Path.Combine(_folder, "m");
        JsonValue where = kind switch
        {
            "unix" => ("unix:" + path),
            "tcp" => "tcp:127.0.0.1:1",
            "vsock" => "vsock:2:4444",
            "exec" => "exec:cat",
            "file" => "file:" + path + ".stream",
            "rdma" => "rdma:127.0.0.1:4444",
            "unix channel" => MainChannel(("type", "unix"), ("path", path)),
            "inet channel" => MainChannel(("type", "inet"), ("host", "127.0.0.1"), ("port", "1")),
            _ => "fd:" + kind,
        };
        List<(string, JsonValue)> arguments = [(where.Kind == JsonKind.String ? "uri" : "channels", where)];
        if (incoming)
            arguments.Add(("exit-on-error", false));
        return JsonValue.Object(arguments);
    }

    private static JsonValue MainChannel(params IEnumerable<(string, JsonValue)> address) => JsonValue.Array(
        JsonValue.Object(("channel-type", "main"), ("addr", JsonValue.Object([("transport", "socket"), .. address]))));

    private static JsonValue Capability(string name, bool state) => JsonValue.Object(
        ("capabilities", JsonValue.Array(JsonValue.Object(("capability", name), ("state", state)))));

    private static void Judge(ModelStep step, QmpReply reply, PairModel model)
    {
        if (model.Accepted is { } accepted)
            Same($"{step}: accepted", accepted, reply.IsOk);
        if (model.Text is { } text)
            Same($"{step}: refusal", text, reply.Error?.Desc);
    }

    private bool Polls(string side) => _sides[side].Server.Vm.Devices.All.Any(static d => d.Port is { IsPolling: true });

    private static OwnedFd Make(string kind)
    {
        switch (kind)
        {
            case "fd pipe":
                using (AnonymousPipeServerStream pipe = new(PipeDirection.Out))
                    return Take(pipe.SafePipeHandle);
            case "fd tcp":
                // One that is bound is enough: the address family decides.
                NetworkListener listener = NetworkListener.BindTcp("127.0.0.1", "0", TcpOptions.None).Value;
                using (listener)
                    return NetworkChannel.ConnectTcp("127.0.0.1", listener.Addresses[0].Port, TcpOptions.None, Deadline.After(Patience)).Value.Fd.Move();
            default:
                string path = Path.GetTempFileName();
                using (FileStream file = new(path, FileMode.Open))
                {
                    File.Delete(path);
                    return Take(file.SafeFileHandle);
                }
        }
    }

    private static OwnedFd Take(SafeHandle handle)
    {
        OwnedFd taken = OwnedFd.Adopt((int)handle.DangerousGetHandle());
        handle.SetHandleAsInvalid();
        return taken;
    }

    private static void Same<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new XunitException($"{what}: {actual}, not {expected}");
    }
}
