using LocalMig.Descriptors;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Vms;

/// <summary>A device whose backend is a connected Unix socket; the case holds the other end. The guest echoes every byte.</summary>
public sealed class SocketCaseBackend : CaseBackend
{
    private const string Driver = "localmig-socket";

    private readonly UnixChannel _peer;
    private readonly UnixChannel _backend;
    private readonly string _description;
    private byte _next;

    /// <summary>Makes the connection.</summary>
    public SocketCaseBackend(CaseContext context, string id)
        : base(context, id)
    {
        (_peer, _backend) = UnixChannel.Pair();
        _description = _backend.Fd.Describe();
    }

    /// <summary>The case's end of the connection.</summary>
    public UnixChannel Peer => _peer;

    /// <summary>A descriptor of the connection that the device gets: for comparison, held by the case.</summary>
    public OwnedFd Given => _backend.Fd;

    /// <inheritdoc/>
    public override void Open(CaseVm vm, bool permitted) => Plug(vm, _backend.Fd, permitted);

    /// <inheritdoc/>
    public override QmpReply Await(CaseVm vm) => vm.Execute("device_add", ("driver", Driver), ("id", Id), (Switch, true));

    /// <inheritdoc/>
    public override void OpenOwn(CaseVm vm, bool permitted)
    {
        (UnixChannel kept, UnixChannel given) = UnixChannel.Pair();
        Context.Own(kept);
        using (given)
            Plug(vm, given.Fd, permitted);
    }

    /// <inheritdoc/>
    public override bool Works(out string what)
    {
        byte[] sent = new byte[64];
        for (int i = 0; i < sent.Length; i++)
            sent[i] = _next++;
        if (_peer.Send(sent, Context.Deadline) is { } broken)
        {
            what = $"writing to it: {broken}";
            return false;
        }

        byte[] echoed = new byte[sent.Length];
        Deadline deadline = Deadline.After(Context.Patience);
        using var none = new DescriptorQueue();
        for (int have = 0; have < echoed.Length;)
        {
            if (!_peer.Receive(echoed.AsSpan(have), none, deadline).TryGet(out int count, out ParseError? error) || count == 0)
            {
                what = $"after {have} of {sent.Length} bytes: {error?.ToString() ?? "the connection ended"}";
                return false;
            }

            have += count;
        }

        what = echoed.AsSpan().SequenceEqual(sent) ? "" : $"sent {Convert.ToHexString(sent)}, got back {Convert.ToHexString(echoed)}";
        return what.Length == 0;
    }

    /// <inheritdoc/>
    protected override bool IsOurs(ProcessDescriptor descriptor) =>
        string.Equals(descriptor.Description, _description, StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _peer.Dispose();
        _backend.Dispose();
    }

    private void Plug(CaseVm vm, OwnedFd descriptor, bool permitted)
    {
        string name = "fd-" + Id;
        vm.GetFd(name, descriptor);
        vm.Do("device_add", ("driver", Driver), ("id", Id), ("fd", name), (Switch, permitted));
    }
}
