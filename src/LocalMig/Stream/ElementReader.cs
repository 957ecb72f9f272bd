using System.Buffers.Binary;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Pulls the elements out of a stream, one by one. The twin of <see cref="ElementWriter"/>. After a
/// <see cref="SectionElement"/> the caller reads the payload from <see cref="Input"/>; the next element is then its footer.</summary>
public class ElementReader
{
    private readonly Dictionary<uint, StreamSection> _begun = [];
    private Position _position = Position.Header;
    private StreamSection? _open;
    private long _packageEnd;

    /// <summary>Reads from an input that stands at the header.</summary>
    public ElementReader(StreamInput input) => Input = input;

    /// <summary>Reads from a live channel that stands at the header.</summary>
    public ElementReader(ChannelReader channel)
        : this(new ChannelInput(channel))
    {
    }

    private enum Position
    {
        Header,
        Configuration,
        Elements,
        Description,
        Done,
    }

    /// <summary>The bytes. Between elements only the payload of a section may be read from it.</summary>
    public StreamInput Input { get; }

    /// <summary>The section whose payload comes next, or null.</summary>
    public StreamSection? OpenSection => _open;

    /// <summary>Whether the stream came to its end without a description behind it, which a destination does without.</summary>
    public bool LacksDescription { get; private set; }

    /// <summary>Reads the next element. After <see cref="EndElement"/> a live stream may hold a description or not: the
    /// call waits until that is known.</summary>
    /// <returns>The element; null behind the last one; or what is wrong. After an error there is nothing more to read, unless
    /// <see cref="ResumeAfter"/> is called.</returns>
    public virtual Result<StreamElement?, ParseError> ReadElement()
    {
        Result<StreamElement?, ParseError> element = _position switch
        {
            Position.Header => ReadHeader(),
            Position.Configuration => ReadConfiguration(),
            Position.Elements => _open is null ? ReadTagged() : ReadFooter(_open),
            Position.Description => ReadDescription(),
            _ => default(StreamElement),
        };
        if (Input.Error is ParseError failed && element.IsOk)
            return WithPlace(failed);
        return element.IsOk && LeavePackage() is ParseError crossed ? crossed : element;
    }

    /// <summary>What QEMU says of another version of the format.</summary>
    internal static string UnsupportedVersion(uint version) => $"Unsupported migration stream version, file version {version} != {StreamFormat.Version}";

    /// <summary>Goes on as if a footer had been read, where a caller wants to list more than the first error.</summary>
    protected internal void ResumeAfter(StreamSection section)
    {
        if (_open == section)
            _open = null;
    }

    private Result<StreamElement?, ParseError> ReadHeader()
    {
        uint magic = Input.ReadUInt32();
        if (Input.Error is null && magic != StreamFormat.Magic)
            return ParseError.At(Errors.StreamMagic, 0, $"0x{magic:x8}") with { QemuText = $"unknown channel magic: {magic}" };
        uint version = Input.ReadUInt32();
        if (Input.Error is null && version != StreamFormat.Version)
        {
            return ParseError.At(Errors.StreamFormatVersion, Input.Offset - 4, $"version {version}") with
            {
                QemuText = version == 2
                    ? "SaveVM v2 format is obsolete and no longer supported"
                    : UnsupportedVersion(version),
            };
        }

        _position = Position.Configuration;
        return new HeaderElement(Input.Offset - 8);
    }

    private Result<StreamElement?, ParseError> ReadConfiguration()
    {
        long offset = Input.Offset;
        byte tag = Input.ReadByte();
        if (tag != (byte)StreamTag.Configuration)
        {
            return (Input.Error ?? ParseError.At(Errors.StreamConfiguration, offset, $"0x{tag:x2} stands there")) with
            {
                QemuText = $"Configuration section missing, {tag:x} != 7",
            };
        }

        if (!VmStateReader.Load(Input, Configuration.Description, Configuration.Description.Version, "configuration").TryGet(out VmStateValues? values, out ParseError? error))
            return error;
        _position = Position.Elements;
        return new ConfigurationElement(offset, Input.Offset - offset, values);
    }

    private Result<StreamElement?, ParseError> ReadTagged()
    {
        long offset = Input.Offset;
        byte tag = Input.ReadByte();
        if (Input.Error is ParseError failed)
            return failed with { QemuText = "Failed to load section ID: stream error: -5" };
        switch ((StreamTag)tag)
        {
            case StreamTag.SectionStart or StreamTag.SectionFull:
                return ReadSectionHead((StreamTag)tag, offset);
            case StreamTag.SectionPart or StreamTag.SectionEnd:
                return ReadPartHead((StreamTag)tag, offset);
            case StreamTag.Command:
                return ReadCommand(offset);
            case StreamTag.End:
                _position = Position.Description;
                return new EndElement(offset);
            default:
                return ParseError.At(Errors.StreamTag, offset, $"0x{tag:x2} begins no element") with { QemuText = $"Unknown section type {tag}" };
        }
    }

    private Result<StreamElement?, ParseError> ReadSectionHead(StreamTag tag, long offset)
    {
        uint id = Input.ReadUInt32();
        int length = Input.ReadByte();
        if (Input.Error is ParseError noName)
            return noName with { QemuText = NoIdString(id) };
        if (length > Input.Limits.IdString)
            return ParseError.At(Errors.LimitExceeded, Input.Offset - 1, $"an id string of {length} bytes, and the limit is {Input.Limits.IdString}");
        string name = Input.ReadName(length);
        if (Input.Error is ParseError cut)
            return cut with { QemuText = NoIdString(id) };
        uint instance = Input.ReadUInt32();
        var section = new StreamSection(id, name, instance, (int)Input.ReadUInt32());
        if (Input.Error is ParseError noVersion)
            return noVersion with { QemuText = name.Length == 0 ? NoIdString(id) : "Failed to read instance/version ID: -5" };
        _open = section;
        if (tag == StreamTag.SectionStart)
            _begun[id] = section;
        return new SectionElement(offset, Input.Offset - offset, tag, section);
    }

    /// <summary>How <see cref="NoIdString"/> begins.</summary>
    internal const string NoIdStringFor = "Unable to read ID string for section";

    /// <summary>What QEMU says of a section whose name is missing or cut.</summary>
    internal static string NoIdString(uint id) => $"{NoIdStringFor} {id}";

    private Result<StreamElement?, ParseError> ReadPartHead(StreamTag tag, long offset)
    {
        uint id = Input.ReadUInt32();
        if (Input.Error is ParseError failed)
            return failed with { QemuText = "Failed to read section ID: -5" };
        if (!_begun.TryGetValue(id, out _open))
            return ParseError.At(Errors.StreamSectionId, offset + 1, $"no section {id} has begun") with { QemuText = $"Unknown section {id}" };
        if (tag == StreamTag.SectionEnd)
            _begun.Remove(id);
        return new SectionElement(offset, 5, tag, _open);
    }

    private Result<StreamElement?, ParseError> ReadFooter(StreamSection section)
    {
        long offset = Input.Offset;
        byte tag = Input.ReadByte();
        if (tag != (byte)StreamTag.Footer)
        {
            return (Input.Error ?? ParseError.At(Errors.StreamFooter, offset, $"0x{tag:x2} stands where the footer of section {section.Id} must be")) with
            {
                Path = section.Name,
                QemuText = Input.Error is null ? $"Missing section footer for {section.Name}" : "check_section_footer: Read section footer failed: -5",
            };
        }

        uint id = Input.ReadUInt32();
        if (Input.Error is ParseError failed)
            return failed with { Path = section.Name };
        _open = null;
        if (id != section.Id)
        {
            return new ParseError(Errors.StreamFooterId, offset + 1, section.Name, $"the footer names section {id}, and section {section.Id} ends here")
            {
                QemuText = $"Mismatched section id in footer for {section.Name} - read 0x{id:x} expected 0x{section.Id:x}",
            };
        }

        return new FooterElement(offset, id);
    }

    private Result<StreamElement?, ParseError> ReadCommand(long offset)
    {
        var command = (StreamCommand)Input.ReadUInt16();
        int length = Input.ReadUInt16();
        if (Input.Error is ParseError failed)
            return failed with { QemuText = "Failed to load VM process command: stream error: -5" };
        if (!StreamCommands.IsDefined(command))
        {
            return ParseError.At(Errors.StreamCommand, offset + 1, $"command 0x{(int)command:x}") with
            {
                QemuText = $"MIG_CMD 0x{(int)command:x} unknown (len 0x{length:x})",
            };
        }

        if (StreamCommands.Length(command) is >= 0 and int expected && expected != length)
        {
            return ParseError.At(Errors.StreamCommandLength, offset + 3, $"{StreamCommands.Name(command)} with {length} bytes of data; it has {expected}") with
            {
                QemuText = $"{StreamCommands.Name(command)} received with bad length - expecting {expected}, got {length}",
            };
        }

        byte[] data = Input.ReadBytes(length);
        if (command == StreamCommand.Packaged && Input.Error is null)
            return ReadPackaged(offset, data);
        return new CommandElement(offset, command, data);
    }

    // A packaged stream ends between two elements.
    private ParseError? LeavePackage()
    {
        if (_packageEnd == 0 || Input.Offset < _packageEnd)
            return null;
        long end = _packageEnd;
        _packageEnd = 0;
        return Input.Offset == end && _open is null ? null : ParseError.At(Errors.StreamPackaged, end, "an element goes on behind the end of the packaged stream");
    }

    // The elements of the packaged stream come out like any others; none may reach beyond its end.
    private Result<StreamElement?, ParseError> ReadPackaged(long offset, byte[] data)
    {
        if (Input.Offset < _packageEnd)
            return ParseError.At(Errors.StreamPackaged, offset, "a packaged stream inside another");
        _packageEnd = Input.Offset + BinaryPrimitives.ReadUInt32BigEndian(data);
        return new CommandElement(offset, StreamCommand.Packaged, data);
    }

    private Result<StreamElement?, ParseError> ReadDescription()
    {
        long offset = Input.Offset;
        if (Input.AtEnd)
        {
            _position = Position.Done;
            LacksDescription = Input.Error is null;
            return default(StreamElement);
        }

        byte tag = Input.ReadByte();
        if (Input.Error is null && tag != (byte)StreamTag.VmDescription)
            return ParseError.At(Errors.StreamTag, offset, $"0x{tag:x2} stands behind the end") with { QemuText = $"Expected vmdescription section, but got {tag}" };
        uint length = Input.ReadUInt32();
        if (length > (uint)Input.Limits.VmDescription)
            return ParseError.At(Errors.LimitExceeded, offset + 1, $"a description of {length} bytes, and the limit is {Input.Limits.VmDescription}");
        byte[] json = Input.ReadBytes((int)length);
        _position = Position.Done;
        return new VmDescriptionElement(offset, json);
    }

    private ParseError WithPlace(ParseError failed) => _open is null || failed.Path.Length > 0 ? failed : failed with { Path = _open.Name };
}
