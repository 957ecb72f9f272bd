using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Goes through a migration stream with the help of the description at its end, element by element, and on past
/// what is wrong where it safely can.</summary>
internal sealed class StreamWalk
{
    private readonly SeekableInput _input;
    private readonly ElementReader _reader;
    private readonly VmDescription? _description;
    private readonly long _descriptionOffset;
    private readonly SectionPayload _payload;
    private RamForm _form = new();
    private RamReader? _ram;
    private bool _stopped;

    public StreamWalk(SeekableInput input, (VmDescription Description, long Offset)? found, List<StreamFinding> findings)
    {
        VmDescription? description = found?.Description;
        _descriptionOffset = found?.Offset ?? -1;
        _input = input;
        _reader = new ElementReader(input);
        _description = description;
        Findings = findings;
        _payload = new SectionPayload(input, description, findings);
    }

    public List<StreamFinding> Findings { get; }

    /// <summary>The pages that were seen, by block.</summary>
    public RamStatistics RamStatistics { get; } = new();

    /// <summary>The form of the RAM section.</summary>
    public RamForm RamForm => _form;

    /// <summary>The elements as they come. The last one is of the kind Unknown where not all was understood.</summary>
    public IEnumerable<StreamNode> Elements()
    {
        bool ended = false;
        while (!ended && !_stopped)
        {
            long offset = _input.Offset;
            Result<StreamElement?, ParseError> read = _reader.ReadElement();
            if (!read.TryGet(out StreamElement? element, out ParseError? error))
            {
                Add(FindingWeight.Error, error);
                _input.Seek(offset);
                _stopped = true;
                continue;
            }

            ended = element is null;
            if (element is null)
            {
                if (_reader.LacksDescription)
                    Add(FindingWeight.Note, ParseError.At(Errors.StreamUndescribed, _input.Offset, "no description follows the end") with { QemuText = "Expected vmdescription section, but got 0" });
                continue;
            }

            yield return element switch
            {
                SectionElement section => Section(section),
                ConfigurationElement configuration => Read(configuration),
                CommandElement command => Read(command),
                VmDescriptionElement description => Read(description),
                HeaderElement => new StreamNode { Kind = StreamNodeKind.Header, Name = "QEVM", Offset = element.Offset, Length = element.Length, Notes = [("version", StreamFormat.Version)] },
                EndElement => new StreamNode { Kind = StreamNodeKind.End, Name = "end", Offset = element.Offset, Length = element.Length },
                _ => new StreamNode { Kind = StreamNodeKind.Footer, Name = "footer", Offset = element.Offset, Length = element.Length },
            };
        }

        if (ended && _input.Offset < _input.End)
        {
            Add(FindingWeight.Error, ParseError.At(Errors.StreamTrailing, _input.Offset, $"{_input.End - _input.Offset} bytes follow"));
            _stopped = true;
        }

        if (_stopped)
        {
            yield return new StreamNode { Kind = StreamNodeKind.Unknown, Name = "rest", Offset = _input.Offset, Length = _input.End - _input.Offset };
        }
    }

    private StreamNode Read(ConfigurationElement configuration)
    {
        _form = RamForm.From(configuration.Capabilities, _description?.PageSize ?? _form.PageSize);
        long end = _input.Offset;
        _input.Seek(configuration.Offset + 1);
        var sink = new NodeSink();
        VmStateReader.Read(_input, Configuration.Description, Configuration.Description.Version, "configuration", sink);
        return new StreamNode
        {
            Kind = StreamNodeKind.Configuration,
            Name = "configuration",
            Offset = configuration.Offset,
            Length = configuration.Length,
            Notes = [("machine", configuration.Machine)],
            Children = sink.Nodes(end),
        };
    }

    private static StreamNode Read(CommandElement command) => new()
    {
        Kind = StreamNodeKind.Command,
        Name = StreamCommands.Name(command.Command),
        Offset = command.Offset,
        Length = command.Length,
        Value = command.Data.Length > 0 ? new VmStateBytes(command.Data) : null,
    };

    private StreamNode Read(VmDescriptionElement element)
    {
        VmDescription? description = _description;
        if (element.Offset != _descriptionOffset && !VmDescriptionReader.Read(element.Json.Span, element.Offset + 5, _input.Limits).TryGet(out description, out ParseError? error))
            Add(FindingWeight.Error, error);
        return new StreamNode
        {
            Kind = StreamNodeKind.Description,
            Name = "description",
            Offset = element.Offset,
            Length = element.Length,
            Notes = [("devices", description?.Devices.Count ?? 0)],
        };
    }

    private StreamNode Section(SectionElement section)
    {
        long start = _input.Offset;
        int before = Findings.Count;
        IReadOnlyList<StreamNode>? children = section.Section.Name == "ram" ? Ram(section) : _payload.Read(section);
        // Where the input has ended there is no footer to look for, and that it has ended was told.
        _stopped = children is null || _input.Error is not null;
        bool broken = Findings.Skip(before).Any(finding => finding.Weight == FindingWeight.Error);
        StreamNode? footer = _stopped ? null : Footer(section.Section, start, broken);
        return new StreamNode
        {
            Kind = StreamNodeKind.Section,
            Name = section.Section.Name,
            Type = TagName(section.Tag),
            Offset = section.Offset,
            Length = _input.Offset - section.Offset,
            Notes = Notes(section, start, (footer?.Offset ?? _input.Offset) - start),
            PayloadOffset = start,
            PayloadLength = (footer?.Offset ?? _input.Offset) - start,
            Children = footer is null ? children ?? [] : [.. children!, footer],
        };
    }

    // The runtime would ask the type for the names of its values, which is slow the first time.
    private static string TagName(StreamTag tag) => tag switch
    {
        StreamTag.SectionStart => nameof(StreamTag.SectionStart),
        StreamTag.SectionPart => nameof(StreamTag.SectionPart),
        StreamTag.SectionEnd => nameof(StreamTag.SectionEnd),
        _ => nameof(StreamTag.SectionFull),
    };

    private IReadOnlyList<StreamNode> Ram(SectionElement section)
    {
        var sink = new RamNodeSink(RamStatistics);
        _ram ??= new RamReader(_input, _form);
        if (section.Section.Version != RamReader.Version)
            Add(FindingWeight.Error, new ParseError(Errors.StreamVersion, section.Offset, "ram", $"version {section.Section.Version}; this side reads {RamReader.Version}"));
        if (_ram.ReadPayload(sink) is ParseError error)
            Add(FindingWeight.Error, error);
        return sink.Nodes();
    }

    private static IReadOnlyList<(string, JsonValue)> Notes(SectionElement section, long start, long length) => section.Tag is StreamTag.SectionStart or StreamTag.SectionFull
        ? [("id", section.Section.Id), ("instance", section.Section.Instance), ("version", section.Section.Version), ("payload at", start), ("payload", length)]
        : [("id", section.Section.Id), ("payload at", start), ("payload", length)];

    // Reads the footer; where something else stands there, goes on behind the next footer of this section.
    private StreamNode? Footer(StreamSection section, long payload, bool broken)
    {
        long offset = _input.Offset;
        bool read = _reader.ReadElement().TryGet(out _, out ParseError? error);
        if (read || error!.Rule == Errors.StreamFooterId)
        {
            if (error is not null)
                Add(FindingWeight.Error, error);
            return FooterNode(offset, section);
        }

        // What is wrong inside the payload was told; that no footer follows is its consequence.
        if (!broken)
            Add(FindingWeight.Error, error);
        _input.Seek(offset);
        if ((!broken && FooterSearch.IsDamaged(_input) ? offset : FooterSearch.Find(_input, section.Id, payload)) is long found)
        {
            _input.Seek(found + 5);
            _reader.ResumeAfter(section);
            return FooterNode(found, section);
        }

        _input.Seek(offset);
        _stopped = true;
        return null;
    }

    private static StreamNode FooterNode(long offset, StreamSection section) =>
        new() { Kind = StreamNodeKind.Footer, Name = "footer", Offset = offset, Length = 5, Notes = [("id", section.Id)] };

    private void Add(FindingWeight weight, ParseError error) => Findings.Add(new StreamFinding(weight, error));
}
