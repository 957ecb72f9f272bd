using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Vms;

/// <summary>A network card with a TAP; the case is at the host's side of the interface. The guest echoes every frame.</summary>
public sealed class TapCaseBackend : CaseBackend
{
    private const string Driver = "virtio-net-pci";
    private const int Records = 16;

    private readonly NetworkNamespace _network;
    private FramePeer? _peer;
    private byte _next;

    internal TapCaseBackend(CaseContext context, string id, int queues, NetworkNamespace network)
        : base(context, id)
    {
        Queues = queues;
        _network = network;
        // A name of at most 15 characters, of this case alone.
        InterfaceName = $"lm{context.Seed % 100_000:00000}{id}"[..Math.Min(15, 7 + id.Length)];
    }

    /// <summary>The interface of the source's TAP.</summary>
    public string InterfaceName { get; }

    /// <inheritdoc/>
    public override int Queues { get; }

    /// <summary>The network that the interface is in.</summary>
    public NetworkNamespace Network => _network;

    /// <summary>The host's side of the interface; null until the TAP was opened.</summary>
    public FramePeer? Peer => _peer;

    /// <inheritdoc/>
    public override void Open(CaseVm vm, bool permitted)
    {
        AddOpened(vm, InterfaceName, permitted);
        if (_network.BringUp(InterfaceName) is { } down)
            Context.Stop($"{InterfaceName} does not come up: {down}");
        if (!FramePeer.Open(_network, InterfaceName).TryGet(out _peer, out ParseError? error))
            Context.Stop($"no packet socket at {InterfaceName}: {error}");
    }

    /// <inheritdoc/>
    public override QmpReply Await(CaseVm vm)
    {
        QmpReply reply = Context.Profile == Profile.Upstream
            ? vm.Execute("netdev_add", [.. Plain, (Switch, true), ("script", ""), ("downscript", "")])
            : vm.Execute("netdev_add", [.. Plain, ("incoming-fds", true)]);
        return reply.Error is null ? AddCard(vm, permitted: true) : reply;
    }

    /// <inheritdoc/>
    public override void OpenOwn(CaseVm vm, bool permitted) => AddOpened(vm, "own%d", permitted);

    /// <inheritdoc/>
    public override bool Works(out string what)
    {
        byte[] echoed = new byte[FramePeer.MaximumRecord];
        Deadline deadline = Deadline.After(Context.Patience);
        for (int i = 0; i < Records; i++)
        {
            byte[] sent = [_next++, 1, 2, 3];
            if (_peer!.Send(sent) is { } broken)
            {
                what = $"sending a frame: {broken}";
                return false;
            }

            if (!_peer.Receive(echoed, deadline).TryGet(out int length, out ParseError? error) || !echoed.AsSpan(0, length).SequenceEqual(sent))
            {
                what = $"frame {i} of {Records}: {error?.ToString() ?? $"sent {Convert.ToHexString(sent)}, got back {Convert.ToHexString(echoed.AsSpan(0, length))}"}";
                return false;
            }
        }

        what = "";
        return true;
    }

    /// <inheritdoc/>
    protected override bool IsOurs(ProcessDescriptor descriptor) =>
        string.Equals(descriptor.Description, $"/dev/net/tun iff={InterfaceName}", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _peer?.Dispose();

    private (string Name, JsonValue Value)[] Plain => [("type", "tap"), ("id", Id), ("queues", (long)Queues)];

    private void AddOpened(CaseVm vm, string interfaceName, bool permitted)
    {
        (string, JsonValue)[] own = Context.Profile == Profile.Upstream ? [(Switch, permitted)] : [];
        vm.Do("netdev_add", [.. Plain, ("ifname", interfaceName), ("script", ""), ("downscript", ""), .. own]);
        if (AddCard(vm, permitted).Error is { } refused)
            Context.Stop($"device_add failed: {refused.Desc}");
    }

    private QmpReply AddCard(CaseVm vm, bool permitted)
    {
        (string, JsonValue)[] own = Context.Profile == Profile.Upstream ? [] : [(Switch, permitted)];
        return vm.Execute("device_add", [("driver", Driver), ("id", "nic-" + Id), ("netdev", Id), ("mq", Queues > 1), .. own]);
    }
}
