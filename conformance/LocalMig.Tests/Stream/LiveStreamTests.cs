using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Tests.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

/// <summary>The writers at one end of a Unix socket, the readers at the other.</summary>
public sealed class LiveStreamTests : IDisposable
{
    private readonly UnixChannel _near;
    private readonly UnixChannel _far;
    private readonly ChannelWriter _writer;
    private readonly ChannelReader _reader;

    public LiveStreamTests()
    {
        (_near, _far) = UnixChannel.Pair();
        _writer = new ChannelWriter(_near) { Deadline = Deadline.After(TimeSpan.FromSeconds(60)) };
        _reader = new ChannelReader(_far) { Deadline = Deadline.After(TimeSpan.FromSeconds(60)) };
    }

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
        _near.Dispose();
        _far.Dispose();
    }

    [Fact]
    public void The_state_of_a_tap_arrives_with_its_descriptor()
    {
        using var file = new TraceableFile();
        var section = new StreamSection(42, NetTapState.SectionName("net0", 0), 0, 0);
        var writer = new ElementWriter(_writer);
        writer.Header();
        writer.Configuration("localmig");
        writer.Device(section, NetTapState.Description, Tap(file.Fd));
        writer.End();
        writer.Description(4096, "localmig");
        _writer.Flush();
        _near.ShutdownWrite();

        var reader = new ElementReader(_reader);
        Assert.IsType<HeaderElement>(reader.ReadElement().Value);
        Assert.Equal("localmig", Assert.IsType<ConfigurationElement>(reader.ReadElement().Value).Machine);
        Assert.Equal(section, Assert.IsType<SectionElement>(reader.ReadElement().Value).Section);
        using VmStateValues values = VmStateReader.Load(reader.Input, NetTapState.Description, section.Version, section.Name).Value;
        Assert.IsType<FooterElement>(reader.ReadElement().Value);
        Assert.IsType<EndElement>(reader.ReadElement().Value);
        var description = Assert.IsType<VmDescriptionElement>(reader.ReadElement().Value);
        Assert.Null(reader.ReadElement().Value);

        Assert.Equal(10u, values.Number("host_vnet_hdr_len"));
        Assert.True(values.Flag("using_vnet_hdr"));
        using OwnedFd descriptor = values.TakeDescriptor("fd")!;
        Assert.Equal(Sameness.Same, OpenFileDescription.Compare(file.Fd, descriptor));
        Assert.Equal(1, Assert.Single(VmDescriptionReader.Read(description.Json.Span, 0, Limits.Untrusted).Value.Devices).State!.Fields[0].Size);
    }

    [Fact]
    public void A_load_that_fails_behind_a_descriptor_closes_it_and_says_where()
    {
        using var file = new TraceableFile();
        var output = new ChannelOutput(_writer);
        output.WriteDescriptor(file.Fd);
        output.Write([1, 1, 1, 1, 1, 0, 0]);
        _writer.Flush();
        _near.ShutdownWrite();

        ParseError error = VmStateReader.Load(new ChannelInput(_reader), NetTapState.Description, 0, "net0/0/net-tap").Error!;
        Assert.Equal((Errors.Truncated, "net0/0/net-tap.host_vnet_hdr_len"), (error.Rule, error.Path));
        Assert.Equal(1, file.Open);
    }

    [Fact]
    public void A_service_byte_without_descriptor_fails_in_its_field_with_the_words_of_qemu()
    {
        _far.Name = "channel";
        _writer.Write([0x20, 1, 1, 1, 1, 1, 0, 0, 0, 10]);
        _writer.Flush();
        ParseError error = VmStateReader.Load(new ChannelInput(_reader), NetTapState.Description, 0, "net0/0/net-tap").Error!;
        Assert.Equal((Errors.DescriptorMissing, 0L, "net0/0/net-tap.fd", "channel no FD come with service byte"), (error.Rule, error.Offset, error.Path, error.QemuText));
    }

    private static VmStateValues Tap(OwnedFd descriptor) => new VmStateValues()
        .Set("fd", descriptor)
        .Set("using_vnet_hdr", true)
        .Set("has_ufo", true)
        .Set("has_uso", true)
        .Set("has_tunnel", true)
        .Set("enabled", true)
        .Set("host_vnet_hdr_len", 10ul);
}
