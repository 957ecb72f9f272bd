using System.Text;
using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Machine.Devices;
using LocalMig.Parameters;

namespace LocalMig.Tests.Machine;

/// <summary>TAP backends: handed over queue by queue, with frames that go on coming back (specification, sections 4 and 5).</summary>
public sealed class TapMigrationTests : IDisposable
{
    private static Deadline Soon => Deadline.After(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lm");
    private readonly NetworkNamespace _network;

    public TapMigrationTests()
    {
        Assert.SkipUnless(NetworkNamespace.IsPermitted(out string reason), $"no TAP: {reason}");
        _network = NetworkNamespace.Create().Value;
    }

    private string Path => System.IO.Path.Combine(_folder.FullName, "m");

    public void Dispose()
    {
        _network?.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(Profile.Proposal, 1)]
    [InlineData(Profile.V16, 4)]
    [InlineData(Profile.Upstream, 4)]
    public void Frames_go_on_coming_back_and_every_queue_is_the_same(Profile profile, int queues)
    {
        using ObservedVm source = Make(profile), destination = Make(profile, "defer");
        AddNic(source, queues, waits: false);
        AddNic(destination, queues, waits: true);
        Assert.Null(_network.BringUp("tap7"));
        using FramePeer peer = FramePeer.Open(_network, "tap7").Value;
        Echoed(peer, "before");
        destination.Listen($"unix:{Path}");
        source.Migrate($"unix:{Path}");
        Assert.Equal("completed", source.WaitEnd());
        Assert.Equal("completed", destination.WaitEnd());
        IReadOnlyList<OwnedFd> ours = source.Vm.Devices.Netdevs[0].Descriptors, theirs = destination.Vm.Devices.Netdevs[0].Descriptors;
        Assert.Equal(queues, theirs.Count);
        Assert.All(ours.Zip(theirs), static pair => Assert.Equal(Sameness.Same, OpenFileDescription.Compare(pair.First, pair.Second)));
        Echoed(peer, "after");
        source.Dispose();
        Assert.True(_network.Look("tap7").Value.HasCarrier);
        Echoed(peer, "source gone");
        destination.Dispose();
        Assert.False(_network.Look("tap7").IsOk);
    }

    [Theory]
    [InlineData(Profile.Proposal)]
    [InlineData(Profile.V16)]
    [InlineData(Profile.Upstream)]
    public void A_destination_that_opened_its_own_refuses_the_sources(Profile profile)
    {
        using ObservedVm source = Make(profile), destination = Make(profile, "defer");
        source.SetCapabilities("return-path");
        AddNic(source, 1, waits: false);
        destination.SetParameter("local", false);
        AddNic(destination, 1, waits: false, "tap8");
        destination.SetParameter("local", true);
        destination.Listen($"unix:{Path}");
        source.Migrate($"unix:{Path}");
        Assert.Equal("failed", source.WaitEnd());
        Assert.Equal("failed", destination.WaitEnd());
        Assert.Contains("TAP is already initialized and cannot receive incoming fd", destination.ErrorDescription, StringComparison.Ordinal);
        Assert.Equal("running", source.RunState);
        source.Dispose();
        Assert.False(_network.Look("tap7").IsOk);
    }

    [Theory]
    [InlineData(Profile.Proposal, "backend 'n0' arrives with 4 queues and has 2 here")]
    [InlineData(Profile.Upstream, "Unknown section or instance 'n0/2/net-tap' 0")]
    public void More_queues_than_the_destination_has_are_refused_and_none_is_kept(Profile profile, string reason)
    {
        using ObservedVm source = Make(profile), destination = Make(profile, "defer");
        source.SetCapabilities("return-path");
        AddNic(source, 4, waits: false);
        AddNic(destination, 2, waits: true);
        destination.Listen($"unix:{Path}");
        source.Migrate($"unix:{Path}");
        Assert.Equal("failed", source.WaitEnd());
        Assert.Equal("failed", destination.WaitEnd());
        string told = destination.ErrorDescription!;
        Assert.True(told.Contains(reason, StringComparison.Ordinal) || told.Contains("max_queue_pairs: 4 != 2", StringComparison.Ordinal), told);
        Assert.Empty(destination.Vm.Devices.Netdevs[0].Descriptors);
        source.Dispose();
        Assert.False(_network.Look("tap7").IsOk);
    }

    [Fact]
    public void With_the_switch_off_each_side_has_a_tap_of_its_own()
    {
        using ObservedVm source = Make(Profile.Proposal), destination = Make(Profile.Proposal, "defer");
        AddNic(source, 1, waits: false, permitted: false);
        AddNic(destination, 1, waits: false, "tap8", permitted: false);
        destination.Listen($"unix:{Path}");
        source.Migrate($"unix:{Path}");
        Assert.Equal("completed", source.WaitEnd());
        Assert.Equal("completed", destination.WaitEnd());
        source.Dispose();
        Assert.False(_network.Look("tap7").IsOk);
        Assert.True(_network.Look("tap8").IsOk);
    }

    private static void Echoed(FramePeer peer, string text)
    {
        byte[] record = Encoding.ASCII.GetBytes(text);
        Assert.Null(peer.Send(record));
        byte[] received = new byte[FramePeer.MaximumRecord];
        int length = peer.Receive(received, Soon).Value;
        Assert.Equal(text, Encoding.ASCII.GetString(received, 0, length));
    }

    private ObservedVm Make(Profile profile, string? incoming = null)
    {
        ObservedVm vm = new(new VmOptions { Profile = profile, Network = _network, Incoming = incoming });
        vm.SetParameter("local", true);
        return vm;
    }

    private static void AddNic(ObservedVm vm, int queues, bool waits, string name = "tap7", bool permitted = true)
    {
        Profile profile = vm.Vm.Options.Profile;
        List<(string, JsonValue)> netdev = [("type", "tap"), ("id", "n0"), ("queues", (long)queues), ("script", ""), ("downscript", "")];
        if (DeviceSwitch.NetdevOption(profile) is { } option)
            netdev.Add((option, permitted));
        else if (waits)
            netdev.Add(("incoming-fds", true));
        if (!waits)
            netdev.Add(("ifname", name));
        vm.Ok("netdev_add", JsonValue.Object(netdev));
        List<(string, JsonValue)> nic = [("driver", "virtio-net-pci"), ("id", "nic0"), ("netdev", "n0"), ("mq", queues > 1)];
        if (DeviceSwitch.DeviceProperty(profile) is { } property)
            nic.Add((property, permitted));
        vm.Ok("device_add", JsonValue.Object(nic));
    }
}
