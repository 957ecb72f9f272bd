using FsCheck;
using FsCheck.Xunit;
using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Stream.Live;
using LocalMig.Tests.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

[Properties(Arbitrary = [typeof(GeneratedStreams)], MaxTest = 100)]
public sealed class GeneratedStreamProperties
{
    [Property]
    public void A_stream_of_any_elements_in_pieces_of_any_size_is_read_as_it_was_written(GeneratedStream stream, PositiveInt[] sizes)
    {
        var ends = new List<int>();
        for (int end = 0, i = 0; end < stream.Bytes.Length; i++)
        {
            end += sizes.Length == 0 ? 1000 : sizes[i % sizes.Length].Get;
            ends.Add(Math.Min(end, stream.Bytes.Length));
        }

        Assert.Equal(stream.Bytes, Rewriting.Rewrite(new ChunkedInput(stream.Bytes, ends), stream.Description));
    }

    [Property]
    public void Its_analysis_has_every_element_and_descriptor_and_no_error(GeneratedStream stream)
    {
        StreamReport report = StreamAnalysis.Analyze(stream.Bytes, new DescriptorLog(stream.Descriptors));
        Assert.True(report.Complete);
        Assert.Empty(report.Findings);
        Assert.Equal(stream.Elements, report.Elements.SelectMany(Told));
        Assert.Equal(stream.Descriptors, report.Elements.SelectMany(element => element.All).SelectMany(node => node.Descriptors));
    }

    // Descriptors ride in messages of their own, as QEMU sends them, and arrive where their fields are.
    [Property(MaxTest = 20)]
    public void Over_a_socket_its_descriptors_arrive_in_their_sections(GeneratedStream stream)
    {
        using var file = new TraceableFile();
        (UnixChannel near, UnixChannel far) = UnixChannel.Pair();
        using UnixChannel first = near, second = far;
        var sender = new Thread(() =>
        {
            int at = 0;
            foreach (int offset in stream.Descriptors.Select(offset => (int)offset))
            {
                near.Send(stream.Bytes.AsSpan(at, offset - at), Soon.Deadline);
                near.Send(stream.Bytes.AsSpan(offset, 1), [file.Fd], Soon.Deadline);
                at = offset + 1;
            }

            near.Send(stream.Bytes.AsSpan(at), Soon.Deadline);
            near.ShutdownWrite();
        });
        sender.Start();
        using (var reader = new ChannelReader(far) { Deadline = Soon.Deadline })
        {
            var walk = new LiveWalk(reader, description: stream.Description);
            var arrived = new List<long>();
            while (walk.Read().Value is LiveElement element)
            {
                using (element)
                {
                    Assert.All(element.Descriptors, descriptor => Assert.InRange(descriptor.Offset, element.Element.Offset - element.Payload, element.Element.Offset));
                    arrived.AddRange(element.Descriptors.Select(descriptor => descriptor.Offset));
                }
            }

            Assert.Equal(stream.Descriptors, arrived);
        }

        sender.Join();
        Assert.Equal(1, file.Open);
    }

    [Property(MaxTest = 30)]
    public void Cut_anywhere_it_names_where_it_ends(GeneratedStream stream, PositiveInt place)
    {
        int length = (int)(place.Get * 7919L % stream.Bytes.Length);
        var input = new ChunkedInput(stream.Bytes.AsSpan(0, length).ToArray(), []);
        var reader = new ElementReader(input);
        ParseError? error = null;
        StreamElement? last = null;
        var ram = new RamReader(input, new RamForm(IgnoreShared: stream.Bytes.AsSpan().IndexOf("x-ignore-shared"u8) > 0));
        while (error is null && reader.ReadElement().TryGet(out StreamElement? element, out error) && element is not null)
        {
            last = element;
            if (element is not SectionElement { Section: var section })
                continue;
            error = section.Name == "ram"
                ? ram.ReadPayload(new Ignored())
                : VmStateReader.Read(input, stream.Description.Find(section.Name, 0)!.State!, section.Version, section.Name, new VmStateLoader());
        }

        if (error is null)
            Assert.IsType<EndElement>(last);
        else
            Assert.Equal((Errors.Truncated, (long)length), (error.Rule, error.Offset));
    }

    private static IEnumerable<string> Told(StreamNode node) => node.Kind switch
    {
        StreamNodeKind.Command => [$"{Enum.GetValues<StreamCommand>().Single(command => StreamCommands.Name(command) == node.Name && command != StreamCommand.None)} {(node.Value is VmStateBytes data ? Convert.ToHexString(data.Value.Span) : "")}"],
        StreamNodeKind.Section => [$"{node.Type["Section".Length..].ToLowerInvariant()} {node.Name}", "footer"],
        _ => [node.Kind.ToString().ToLowerInvariant()],
    };

    private sealed class Ignored : RamSink
    {
    }
}
