using LocalMig.Descriptors;
using LocalMig.Machine;
using LocalMig.Machine.Devices;
using LocalMig.Parameters;

namespace LocalMig.Tests.Machine;

/// <summary>Whether a backend is handed over, for every combination of what the two sides were told (specification, section 4).</summary>
public sealed class HandoverTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lm");

    private string Path => System.IO.Path.Combine(_folder.FullName, "m");

    public static TheoryData<Profile, bool, bool, bool> Combinations() => new(
        from profile in Enum.GetValues<Profile>()
        from local in (bool[])[false, true]
        from permitted in (bool[])[false, true]
        from waits in (bool[])[false, true]
        select (profile, local, permitted, waits));

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Combinations))]
    public void A_backend_goes_where_both_sides_mean_it_to_and_nowhere_else(Profile profile, bool local, bool permitted, bool waits)
    {
        using ObservedVm source = new(new VmOptions { Profile = profile });
        using ObservedVm destination = new(new VmOptions { Profile = profile, Incoming = "defer" });
        source.SetCapabilities("return-path");
        destination.SetCapabilities("return-path");
        source.SetParameter("local", local);
        destination.SetParameter("local", waits);
        using SocketPeer peer = SocketPeer.AddTo(source, permitted);
        using SocketPeer? own = waits ? null : SocketPeer.AddTo(destination, permitted: true);
        if (waits)
            SocketPeer.AddWaitingTo(destination);
        Connect(source, destination);

        bool sends = local && permitted;
        string end = source.WaitEnd();
        Assert.Equal(sends == waits ? "completed" : "failed", end);
        Assert.Equal(end, destination.WaitEnd());
        if (sends && waits)
            HandedOver(source, destination, peer);
        else if (end == "completed")
            EachItsOwn(source, destination, own!);
        else
            Failed(source, destination, peer, sends ? $"device 's0' has a backend already and cannot receive incoming fd" : "FD was not loaded during incoming migration");
    }

    [Fact]
    public void Of_two_devices_only_the_one_switched_on_is_handed_over()
    {
        using ObservedVm source = new(new VmOptions()), destination = new(new VmOptions { Incoming = "defer" });
        source.SetParameter("local", true);
        destination.SetParameter("local", true);
        using SocketPeer peer = SocketPeer.AddTo(source, permitted: true, "on");
        using SocketPeer other = SocketPeer.AddTo(source, permitted: false, "off");
        SocketPeer.AddWaitingTo(destination, "on");
        using SocketPeer own = SocketPeer.AddTo(destination, permitted: false, "off");
        Connect(source, destination);
        Assert.Equal("completed", source.WaitEnd());
        Assert.Equal("completed", destination.WaitEnd());
        source.Dispose();
        Assert.True(peer.IsEchoed());
        Assert.True(other.IsEnded());
        Assert.True(own.IsEchoed());
    }

    [Fact]
    public void The_order_in_which_parameter_and_device_were_made_decides_who_waits()
    {
        using ObservedVm destination = new(new VmOptions { Incoming = "defer" });
        Assert.Equal(
            "Property 'localmig-socket.fd' is needed where no migration brings the backend",
            destination.Refused("device_add", LocalMig.Json.JsonValue.Object(("driver", "localmig-socket"), ("id", "s0"), ("local", true))));
        destination.SetParameter("local", true);
        SocketPeer.AddWaitingTo(destination);
        Assert.Equal("completed", CompleteFrom(destination));
    }

    private string CompleteFrom(ObservedVm destination)
    {
        using ObservedVm source = new(new VmOptions());
        source.SetParameter("local", true);
        using SocketPeer peer = SocketPeer.AddTo(source, permitted: true);
        Connect(source, destination);
        source.WaitEnd();
        return destination.WaitEnd();
    }

    private static void HandedOver(ObservedVm source, ObservedVm destination, SocketPeer peer)
    {
        Assert.Equal(Sameness.Same, OpenFileDescription.Compare(Port(source).Descriptors[0], Port(destination).Descriptors[0]));
        Assert.True(Port(destination).Descriptors[0].CloseOnExec);
        Assert.False(Port(source).IsPolling);
        Assert.True(peer.IsEchoed());
        source.Dispose();
        Assert.True(peer.IsEchoed());
        destination.Dispose();
        Assert.True(peer.IsEnded());
    }

    private static void EachItsOwn(ObservedVm source, ObservedVm destination, SocketPeer own)
    {
        Assert.False(Port(source).IsPolling);
        Assert.True(own.IsEchoed());
        destination.Dispose();
        Assert.True(own.IsEnded());
    }

    private static void Failed(ObservedVm source, ObservedVm destination, SocketPeer peer, string reason)
    {
        Assert.Equal("Sibling indicated error 1", source.ErrorDescription);
        Assert.Contains(reason, destination.ErrorDescription, StringComparison.Ordinal);
        Assert.Equal("running", source.RunState);
        Assert.Equal("inmigrate", destination.RunState);
        Assert.True(peer.IsEchoed());

        // The destination is still there. If it held the descriptor, the connection would not end with the source.
        source.Dispose();
        Assert.True(peer.IsEnded());
    }

    private static BackendPort Port(ObservedVm vm) => vm.Vm.Devices.All[0].Port!;

    private void Connect(ObservedVm source, ObservedVm destination)
    {
        destination.Listen($"unix:{Path}");
        source.Migrate($"unix:{Path}");
    }
}
