using System.Buffers.Binary;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Stream.Compare;

/// <summary>One side of a comparison: what a stream, or the description that follows one, tells of a machine's state. What only a
/// stream can tell is null where a description was given alone.</summary>
/// <param name="Name">What the side is called.</param>
/// <param name="Machine">The machine type that the stream is for.</param>
/// <param name="Capabilities">The capabilities that both sides must have alike.</param>
/// <param name="PageSize">Bytes of a page of the guest.</param>
/// <param name="Blocks">The blocks of RAM.</param>
/// <param name="Devices">The devices in the order of the description.</param>
public sealed record ComparedSide(
    string Name,
    string? Machine,
    IReadOnlyList<string>? Capabilities,
    int PageSize,
    IReadOnlyList<RamBlock>? Blocks,
    IReadOnlyList<VmDescription.Device> Devices)
{
    /// <summary>The versions that the sections of a stream state, by name and instance. A destination checks these, and those that the
    /// description tells may be others.</summary>
    public IReadOnlyDictionary<(string Name, uint Instance), int>? Versions { get; init; }

    /// <summary>Reads a file: a migration stream, or the description that follows one, as JSON.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Result<ComparedSide, ParseError> Open(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            return Of(new RecordedInput(File.ReadAllBytes(path)), path);
        using var file = new FileInput(path);
        return Of(file, path);
    }

    /// <summary>Reads a migration stream, or the description that follows one.</summary>
    /// <param name="input">The bytes, from offset 0.</param>
    /// <param name="name">What to call it.</param>
    /// <returns>The side; or <see cref="Errors.StreamMagic"/> where it is neither, <see cref="Errors.StreamUndescribed"/> where no
    /// description follows the stream, <see cref="Errors.StreamDescription"/> where the description cannot be read.</returns>
    public static Result<ComparedSide, ParseError> Of(SeekableInput input, string name)
    {
        ReadOnlySpan<byte> first = input.Peek(4);
        if (first.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(first) == StreamFormat.Magic)
            return OfStream(input, name);
        if (first.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
            return ParseError.At(Errors.StreamMagic, 0, "neither a migration stream nor the description of one");
        if (input.End > input.Limits.VmDescription)
            return ParseError.At(Errors.LimitExceeded, input.Limits.VmDescription, $"a description of {input.End} bytes");
        byte[] json = input.ReadBytes((int)input.End);
        return VmDescriptionReader.Read(json.AsSpan().TrimEnd("\0 \t\r\n"u8), 0, input.Limits).TryGet(out VmDescription? description, out ParseError? error)
            ? new ComparedSide(name, null, null, description.PageSize, null, description.Devices)
            : error;
    }

    private static Result<ComparedSide, ParseError> OfStream(SeekableInput input, string name)
    {
        if (DescriptionSearch.Find(input) is not (VmDescription description, _))
            return ParseError.At(Errors.StreamUndescribed, input.End, "no description follows the stream");
        StreamReport report = StreamAnalysis.Analyze(input);
        if (report.Findings.FirstOrDefault(finding => finding.Weight == FindingWeight.Error) is StreamFinding broken)
            return broken.Error;
        RamBlock[] blocks =
        [
            .. report.Elements.SelectMany(element => element.All)
                .Where(node => node.Kind == StreamNodeKind.RamBlock)
                .Select(node => new RamBlock(node.Name, ((VmStateNumber)node.Value!).Value)),
        ];
        var versions = new Dictionary<(string Name, uint Instance), int>();
        foreach (StreamNode section in report.Elements.Where(static node => node is { Kind: StreamNodeKind.Section, Name: not "ram", Type: nameof(StreamTag.SectionFull) or nameof(StreamTag.SectionStart) }))
            versions[(section.Name, (uint)Note(section, "instance"))] = (int)Note(section, "version");
        input.Seek(StreamFormat.HeaderLength + 1);
        VmStateValues configuration = VmStateReader.Load(input, Configuration.Description, Configuration.Description.Version, "configuration").Value;
        return new ComparedSide(
            name,
            Configuration.Machine(configuration),
            Configuration.Capabilities(configuration),
            description.PageSize,
            blocks,
            [.. description.Devices, .. versions.Keys.Where(key => description.Find(key.Name, key.Instance) is null).Select(static key => new VmDescription.Device(key.Name, key.Instance, null))])
        {
            Versions = versions,
        };
    }

    private static ulong Note(StreamNode section, string name) => section.Notes.First(note => note.Name == name).Value.AsUInt64;
}
