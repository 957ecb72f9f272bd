using System.Globalization;
using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Goes through a migration stream with the help of the description at its end, element by element, and on past
/// what is wrong where it safely can.</summary>
internal sealed class StreamWalk
{
    private readonly SeekableInput _input;
    private readonly ElementReader _reader;
    private readonly VmDescription? _description;
    private readonly SectionPayload _payload;
    private RamForm _form = new();
    private RamReader? _ram;

    public StreamWalk(SeekableInput input, VmDescription? description, List<StreamFinding> findings)
    {
        _input = input;
        _reader = new ElementReader(input);
        _description = description;
        Findings = findings;
        _payload = new SectionPayload(input, description, findings);
    }

    public List<StreamFinding> Findings { get; }

    /// <summary>The elements as they come. The last one is of the kind Unknown where not all was understood.</summary>
    public IEnumerable<StreamNode> Elements()
    {
        while (true)
        {
            long offset = _input.Offset;
            Result<StreamElement?, ParseError> read = _reader.ReadElement();
            if (!read.TryGet(out StreamElement? element, out ParseError? error))
            {
                Add(FindingWeight.Error, error);
                _input.Seek(offset);
                break;
            }

            if (element is null)
                break;
            yield return element switch
            {
                SectionElement section => Section(section),
                ConfigurationElement configuration => Read(configuration),
                CommandElement command => Read(command),
                VmDescriptionElement description => Read(description),
                HeaderElement => new StreamNode { Kind = StreamNodeKind.Header, Name = "QEVM", Offset = element.Offset, Length = element.Length, Notes = [("version", Text(StreamFormat.Version))] },
                EndElement => new StreamNode { Kind = StreamNodeKind.End, Name = "end", Offset = element.Offset, Length = element.Length },
                _ => new StreamNode { Kind = StreamNodeKind.Footer, Name = "footer", Offset = element.Offset, Length = element.Length },
            };
        }

        if (_input.Offset < _input.End)
        {
            if (!Findings.Any(finding => finding.Weight == FindingWeight.Error))
                Add(FindingWeight.Error, ParseError.At(Errors.StreamTrailing, _input.Offset, $"{_input.End - _input.Offset} bytes follow"));
            yield return new StreamNode { Kind = StreamNodeKind.Unknown, Name = "rest", Offset = _input.Offset, Length = _input.End - _input.Offset };
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

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
        if (!VmDescriptionReader.Read(element.Json.Span, element.Offset + 5, _input.Limits).TryGet(out VmDescription? description, out ParseError? error))
            Add(FindingWeight.Error, error);
        return new StreamNode
        {
            Kind = StreamNodeKind.Description,
            Name = "description",
            Offset = element.Offset,
            Length = element.Length,
            Notes = [("devices", Text(description?.Devices.Count ?? 0))],
        };
    }

    private StreamNode Section(SectionElement section)
    {
        long start = _input.Offset;
        IReadOnlyList<StreamNode> children;
        if (section.Section.Name == "ram")
        {
            var sink = new RamNodeSink();
            _ram ??= new RamReader(_input, _form);
            if (section.Section.Version != RamReader.Version)
            {
                Add(FindingWeight.Error, new ParseError(Errors.StreamVersion, section.Offset, "ram", $"version {section.Section.Version}; this side reads {RamReader.Version}"));
            }

            if (_ram.ReadPayload(sink) is ParseError error)
                Add(FindingWeight.Error, error);
            children = sink.Nodes();
        }
        else
        {
            children = _payload.Read(section);
        }

        StreamNode? footer = Footer(section.Section, start);
        return new StreamNode
        {
            Kind = StreamNodeKind.Section,
            Name = section.Section.Name,
            Type = section.Tag.ToString(),
            Offset = section.Offset,
            Length = _input.Offset - section.Offset,
            Notes = Notes(section, start, (footer?.Offset ?? _input.Offset) - start),
            Children = footer is null ? children : [.. children, footer],
            Descriptors = [],
        };
    }

    private static IReadOnlyList<(string, string)> Notes(SectionElement section, long start, long length) => section.Tag is StreamTag.SectionStart or StreamTag.SectionFull
        ? [("id", Text(section.Section.Id)), ("instance", Text(section.Section.Instance)), ("version", Text(section.Section.Version)), ("payload at", Text(start)), ("payload", Text(length))]
        : [("id", Text(section.Section.Id)), ("payload at", Text(start)), ("payload", Text(length))];

    private StreamNode? Footer(StreamSection section, long payload)
    {
        long offset = _input.Offset;
        if (_input.Error is not null)
            return null; // the input has ended, and that was told
        if (_reader.ReadElement().TryGet(out StreamElement? element, out ParseError? error) && element is FooterElement)
            return new StreamNode { Kind = StreamNodeKind.Footer, Name = "footer", Offset = offset, Length = 5, Notes = [("id", Text(section.Id))] };

        // Only a footer can follow here: an error stands for anything else.
        Add(FindingWeight.Error, error!);
        if (error!.Rule == Errors.StreamFooterId)
            return new StreamNode { Kind = StreamNodeKind.Footer, Name = "footer", Offset = offset, Length = 5 };
        if (FooterSearch.Find(_input, section.Id, payload) is long found)
        {
            _input.Seek(found + 5);
            _reader.ResumeAfter(section);
            return new StreamNode { Kind = StreamNodeKind.Footer, Name = "footer", Offset = found, Length = 5, Notes = [("id", Text(section.Id))] };
        }

        _input.Seek(offset);
        return null;
    }

    private void Add(FindingWeight weight, ParseError error) => Findings.Add(new StreamFinding(weight, error));
}
