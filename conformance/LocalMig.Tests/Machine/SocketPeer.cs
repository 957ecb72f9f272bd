using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine.Devices;

namespace LocalMig.Tests.Machine;

/// <summary>The other end of a socket backend: it sees from outside who reads, whether the connection lasts, and whether every byte
/// comes back exactly once.</summary>
internal sealed class SocketPeer : IDisposable
{
    private readonly UnixChannel _peer;
    private readonly DescriptorQueue _none = new();
    private byte _next;

    public SocketPeer(UnixChannel peer) => _peer = peer;

    /// <summary>Gives a machine a device with one end of a new connection.</summary>
    public static SocketPeer AddTo(ObservedVm vm, bool permitted, string id = "s0")
    {
        (UnixChannel peer, UnixChannel end) = UnixChannel.Pair();
        vm.Ok("getfd", JsonValue.Object(("fdname", "backend")), end.Fd.Move());
        end.Dispose();
        vm.Ok("device_add", JsonValue.Object(
            ("driver", "localmig-socket"), ("id", id), ("fd", "backend"), (DeviceSwitch.Property(vm.Vm.Options.Profile), permitted)));
        return new SocketPeer(peer);
    }

    /// <summary>Gives a destination a device that waits for its connection.</summary>
    public static void AddWaitingTo(ObservedVm vm, string id = "s0") => vm.Ok("device_add", JsonValue.Object(
        ("driver", "localmig-socket"), ("id", id), (DeviceSwitch.Property(vm.Vm.Options.Profile), true)));

    /// <summary>Sends numbered bytes.</summary>
    public void Send(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = _next++;
        Assert.Null(_peer.Send(bytes, Deadline.After(TimeSpan.FromSeconds(60))));
    }

    /// <summary>Whether this many bytes come back, the ones expected, in order.</summary>
    public bool Receives(int count, byte first)
    {
        byte[] buffer = new byte[count];
        for (int have = 0; have < count;)
        {
            int received = _peer.Receive(buffer.AsSpan(have), _none, Deadline.After(TimeSpan.FromSeconds(60))).Value;
            if (received == 0)
                return false;
            have += received;
        }

        return buffer.Index().All(b => b.Item == unchecked((byte)(first + b.Index)));
    }

    /// <summary>Whether a byte that is sent now comes back.</summary>
    public bool IsEchoed()
    {
        byte first = _next;
        Send(1);
        return Receives(1, first);
    }

    /// <summary>Whether nobody at all holds the other end any more.</summary>
    public bool IsEnded() => _peer.Receive(new byte[256], _none, Deadline.After(TimeSpan.FromSeconds(60))) is { IsOk: true, Value: 0 };

    public void Dispose()
    {
        _peer.Dispose();
        _none.Dispose();
    }
}
