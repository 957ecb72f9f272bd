using System.Buffers.Binary;
using LocalMig.Descriptors;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Stream.Live;

/// <summary>Goes through a stream while it arrives, in memory that does not grow with it. What tells how long the states of devices
/// are stands at its end, so without a description they are passed over: a state ends at the footer with the section's id that the
/// head of an element follows. RAM is read page by page.</summary>
public sealed class LiveWalk
{
    private readonly ChannelReader _channel;
    private readonly ChannelInput _input;
    private readonly ElementReader _reader;
    private readonly VmDescription? _description;
    private readonly RamSink _ramSink;
    private RamReader? _ram;
    private RamForm _form = new();

    /// <summary>Reads from a channel that stands at the header.</summary>
    /// <param name="channel">The channel; it stays with its owner.</param>
    /// <param name="ram">Takes the blocks and pages of RAM as they arrive; null where nobody wants them.</param>
    /// <param name="description">What the states look like, where that is known beforehand: then each is read field by field, and ends
    /// where its fields end.</param>
    public LiveWalk(ChannelReader channel, RamSink? ram = null, VmDescription? description = null)
    {
        _channel = channel;
        _input = new ChannelInput(channel);
        _reader = new ElementReader(_input);
        _description = description;
        _ramSink = ram ?? new IgnoredRam();
    }

    /// <summary>Offset of the next byte.</summary>
    public long Offset => _input.Offset;

    /// <summary>Reads the next element; waits for it. A footer comes out as soon as the head of the element behind it tells that it is
    /// one, everything else with its own last byte.</summary>
    /// <returns>The element, whose descriptors are the caller's; null behind the last one; or what is wrong.</returns>
    public Result<LiveElement?, ParseError> Read()
    {
        StreamSection? section = _reader.OpenSection;
        long start = _input.Offset;
        var descriptors = new List<LiveDescriptor>();
        ParseError? error = section is null ? null : ReadPayload(section, descriptors);
        long payload = _input.Offset - start;
        StreamElement? element = null;
        if (error is null && _reader.ReadElement().TryGet(out element, out error) && element is ConfigurationElement configuration)
            _form = RamForm.From(configuration.Capabilities, _description?.PageSize ?? _form.PageSize);
        TakeArrived(descriptors);
        if (error is null && element is not null)
            return new LiveElement(element, section ?? (element as SectionElement)?.Section, payload, descriptors);
        // What rode behind the last element nobody can ask for any more.
        foreach (LiveDescriptor descriptor in descriptors)
            descriptor.Descriptor.Dispose();
        return error is null ? default(LiveElement) : error;
    }

    private ParseError? ReadPayload(StreamSection section, List<LiveDescriptor> descriptors)
    {
        if (section.Name == "ram")
            return (_ram ??= new RamReader(_input, _form)).ReadPayload(_ramSink);
        if (_description?.Find(section.Name, section.Instance)?.State is VmStateDescription state)
            return VmStateReader.Read(_input, state, state.Version, section.Name, new DescriptorSink(descriptors));
        return PassState(section);
    }

    private ParseError? PassState(StreamSection section)
    {
        Span<byte> footer = stackalloc byte[FooterSearch.FooterLength];
        footer[0] = (byte)StreamTag.Footer;
        BinaryPrimitives.WriteUInt32BigEndian(footer[1..], section.Id);
        while (true)
        {
            ReadOnlySpan<byte> window = _input.Peek(footer.Length);
            if (window.Length < footer.Length)
            {
                _input.Skip(footer.Length); // fails with the place where the input ends
                return _input.Error! with { Path = section.Name };
            }

            int at = window.IndexOf(footer);
            _input.Advance(at < 0 ? window.Length - footer.Length + 1 : at);
            if (at < 0)
                continue;
            if (IsFooter())
                return null;
            _input.Advance(1);
        }
    }

    // Waits for no more bytes than are needed to know.
    private bool IsFooter()
    {
        ReadOnlySpan<byte> window = _input.Peek(FooterSearch.FooterLength + 1);
        if (window.Length == FooterSearch.FooterLength)
            return true;
        int head = (StreamTag)window[FooterSearch.FooterLength] switch
        {
            StreamTag.SectionStart or StreamTag.SectionFull => 6,
            StreamTag.SectionPart or StreamTag.SectionEnd or StreamTag.Command => 5,
            StreamTag.End => 2,
            _ => 1,
        };
        return FooterSearch.ElementBegins(_input.Peek(FooterSearch.FooterLength + head)[FooterSearch.FooterLength..]);
    }

    // Descriptors may have arrived well ahead of what was read.
    private void TakeArrived(List<LiveDescriptor> descriptors)
    {
        while (_channel.Arrived.Count > 0 && _channel.Arrived.Unclaimed[0].LastOffset < _input.Offset)
            descriptors.Add(new LiveDescriptor(_channel.Arrived.Take(out long offset)!, offset));
    }

    private sealed class IgnoredRam : RamSink
    {
    }

    private sealed class DescriptorSink(List<LiveDescriptor> descriptors) : IVmStateSink
    {
        public void Number(VmStateField field, int index, long offset, ulong value)
        {
        }

        public void Bytes(VmStateField field, int index, long offset, ReadOnlySpan<byte> value)
        {
        }

        public void Descriptor(VmStateField field, int index, long offset, OwnedFd? value) => descriptors.Add(new LiveDescriptor(value!, offset));

        public void BeginArray(VmStateField field, long offset)
        {
        }

        public void EndArray(VmStateField field, long end)
        {
        }

        public void BeginStruct(VmStateField field, int index, long offset)
        {
        }

        public void EndStruct(VmStateField field, int index, long end)
        {
        }

        public void BeginSubsection(VmStateDescription description, int version, long offset)
        {
        }

        public void EndSubsection(VmStateDescription description, long end)
        {
        }
    }
}
