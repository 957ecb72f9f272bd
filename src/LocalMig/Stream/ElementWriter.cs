using System.Buffers.Binary;
using System.Text;
using LocalMig.Descriptors;

namespace LocalMig.Stream;

/// <summary>Puts elements into a stream. The twin of <see cref="ElementReader"/>. The payload of a section is written to
/// <see cref="Output"/> between its head and its footer. A failure stays in the output; later writes do nothing.</summary>
public class ElementWriter
{
    private readonly List<VmDescription.Device> _described = [];

    /// <summary>Writes to an output.</summary>
    public ElementWriter(StreamOutput output) => Output = output;

    /// <summary>Writes to a live channel, whose <see cref="ChannelWriter.Flush"/> is the caller's.</summary>
    public ElementWriter(ChannelWriter channel)
        : this(new ChannelOutput(channel))
    {
    }

    /// <summary>The bytes.</summary>
    public StreamOutput Output { get; }

    /// <summary>The devices whose states were written by <see cref="Device"/>, as the description will tell them.</summary>
    public IReadOnlyList<VmDescription.Device> Described => _described;

    /// <summary>Writes magic and version.</summary>
    public virtual void Header()
    {
        Output.WriteUInt32(StreamFormat.Magic);
        Output.WriteUInt32(StreamFormat.Version);
    }

    /// <summary>Writes the configuration for a machine and the capabilities that travel.</summary>
    public void Configuration(string machine, params IReadOnlyList<string> capabilities) => Configuration(Stream.Configuration.Values(machine, capabilities));

    /// <summary>Writes a configuration of any values.</summary>
    public virtual void Configuration(VmStateValues values)
    {
        Output.WriteByte((byte)StreamTag.Configuration);
        VmStateWriter.Save(Output, Stream.Configuration.Description, values);
    }

    /// <summary>Writes a command.</summary>
    /// <param name="command">Which one; its data is written as given, fitting or not.</param>
    /// <param name="data">At most 65535 bytes.</param>
    public virtual void Command(StreamCommand command, params ReadOnlySpan<byte> data)
    {
        Output.WriteByte((byte)StreamTag.Command);
        Output.WriteUInt16((ushort)command);
        Output.WriteUInt16(checked((ushort)data.Length));
        Output.Write(data);
    }

    /// <summary>Writes a packaged stream: the command, and the elements that it announces.</summary>
    /// <param name="elements">The elements as they stand in a stream, without header and end.</param>
    public void Packaged(ReadOnlySpan<byte> elements)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)elements.Length);
        Command(StreamCommand.Packaged, length);
        Output.Write(elements);
    }

    /// <summary>Writes the head of the first part of a section.</summary>
    public void SectionStart(StreamSection section) => SectionHead(StreamTag.SectionStart, section);

    /// <summary>Writes the head of a section that comes whole.</summary>
    public virtual void SectionFull(StreamSection section) => SectionHead(StreamTag.SectionFull, section);

    /// <summary>Writes the head of a further part.</summary>
    public void SectionPart(uint id) => PartHead(StreamTag.SectionPart, id);

    /// <summary>Writes the head of the last part.</summary>
    public virtual void SectionEnd(uint id) => PartHead(StreamTag.SectionEnd, id);

    /// <summary>Writes the footer that ends a section or part.</summary>
    public virtual void Footer(uint id)
    {
        Output.WriteByte((byte)StreamTag.Footer);
        Output.WriteUInt32(id);
    }

    /// <summary>Writes a device's state: head, fields, footer; and remembers it for the description.</summary>
    /// <exception cref="ArgumentException">The values do not fit the description.</exception>
    public virtual void Device(StreamSection section, VmStateDescription description, VmStateValues values)
    {
        SectionFull(section);
        VmStateWriter.Save(Output, description, values);
        Footer(section.Id);
        _described.Add(new VmDescription.Device(section.Name, section.Instance, VmStateResolution.Resolve(description, values)));
    }

    /// <summary>Writes the end of the state.</summary>
    public virtual void End() => Output.WriteByte((byte)StreamTag.End);

    /// <summary>Writes the description of what <see cref="Device"/> has written.</summary>
    public void Description(int pageSize, string machine) =>
        Description(VmDescriptionWriter.Write(new VmDescription(
            pageSize,
            VmStateResolution.Resolve(Stream.Configuration.Description, Stream.Configuration.Values(machine, [])),
            _described)).Span);

    /// <summary>Writes a description of any text.</summary>
    public virtual void Description(ReadOnlySpan<byte> json)
    {
        Output.WriteByte((byte)StreamTag.VmDescription);
        Output.WriteUInt32((uint)json.Length);
        Output.Write(json);
    }

    /// <summary>Writes an element as it was read. The payload of a section is the caller's.</summary>
    public void Write(StreamElement element)
    {
        switch (element)
        {
            case HeaderElement:
                Header();
                break;
            case ConfigurationElement configuration:
                Configuration(configuration.Values);
                break;
            case CommandElement command:
                Command(command.Command, command.Data.Span);
                break;
            case SectionElement { Tag: StreamTag.SectionStart or StreamTag.SectionFull } section:
                SectionHead(section.Tag, section.Section);
                break;
            case SectionElement section:
                PartHead(section.Tag, section.Section.Id);
                break;
            case FooterElement footer:
                Footer(footer.Id);
                break;
            case EndElement:
                End();
                break;
            case VmDescriptionElement description:
                Description(description.Json.Span);
                break;
        }
    }

    private void SectionHead(StreamTag tag, StreamSection section)
    {
        byte[] name = Encoding.UTF8.GetBytes(section.Name);
        Output.WriteByte((byte)tag);
        Output.WriteUInt32(section.Id);
        Output.WriteByte(checked((byte)name.Length));
        Output.Write(name);
        Output.WriteUInt32(section.Instance);
        Output.WriteUInt32((uint)section.Version);
    }

    private void PartHead(StreamTag tag, uint id)
    {
        Output.WriteByte((byte)tag);
        Output.WriteUInt32(id);
    }
}
