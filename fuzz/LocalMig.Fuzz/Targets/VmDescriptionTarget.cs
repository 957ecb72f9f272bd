using LocalMig.Fuzz.Mutators;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>The description that follows a stream, and states that are read by it.</summary>
public sealed class VmDescriptionTarget : FuzzTarget
{
    private static readonly byte[] Zeroes = new byte[256];

    /// <inheritdoc/>
    public override string Name => "vmdesc";

    /// <inheritdoc/>
    public override string Summary => "the description behind a stream: what is written of it is read alike; a state is read by any description";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, Errors.StreamDescription.Code];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Stream/VmDescriptionReader.cs", "src/LocalMig/Stream/VmDescription.cs", "src/LocalMig/Stream/VmDescriptionWriter.cs"];

    /// <inheritdoc/>
    public override int MaximumLength => 2048;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(Names.Select(static name => $"\"{name}\""));

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new JsonMutator(Names);

    private static string[] Names =>
    [
        "page_size", "configuration", "devices", "vmsd_name", "version", "fields", "name", "type", "size", "array_len", "index", "struct",
        "subsections", "instance_id", "uint32", "bool", "fd", "buffer", "int64", "uint8",
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) =>
    [
        .. SeedInputs.Files(fixtures, "streams", "*none-unix.bin")
            .Select(static path => DescriptionSearch.Find(File.ReadAllBytes(path), 0, Limits.Untrusted) is { } found ? VmDescriptionWriter.Write(found.Description).ToArray() : [])
            .Where(static json => json.Length > 0),
        .. Words.Of(
            """{"configuration": {"vmsd_name": "configuration", "version": 1, "fields": []}, "page_size": 4096, "devices": [{"name": "d", "instance_id": 0, "size": 5}]}""",
            """{"page_size": 4096, "devices": [{"name": "net0/0/net-tap", "instance_id": 0, "vmsd_name": "net-tap", "version": 0, "fields": [{"name": "fd", "type": "fd", "size": 0}, {"name": "a", "array_len": 3, "type": "uint8", "size": 1}, {"name": "s", "type": "struct", "struct": {"vmsd_name": "x", "version": 1, "fields": [{"name": "i", "index": 2, "type": "int64", "size": 8}]}, "size": 8}], "subsections": [{"vmsd_name": "net-tap/y", "version": 1, "fields": [{"name": "b", "type": "buffer", "size": 2}, {"name": "b", "type": "bool", "size": 1}]}]}]}"""),
    ];

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        if (VmDescriptionReader.Read(input, 100, Limits.Untrusted).TryGet(out VmDescription? description, out ParseError? error))
        {
            ReadStates(description);
            return Accepted;
        }

        Check(error.Offset >= 100 && error.Offset <= 100 + input.Length, "an error lies inside the input");
        return error.Code;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        if (!VmDescriptionReader.Read(input, 0, Limits.Untrusted).TryGet(out VmDescription? description, out _))
            return;
        ReadOnlyMemory<byte> written = VmDescriptionWriter.Write(description);
        Check(VmDescriptionReader.Read(written.Span, 0, Limits.Untrusted).TryGet(out VmDescription? again, out ParseError? error), "what is written is read", () => error!.ToString());
        Check(VmDescriptionWriter.Write(again!).Span.SequenceEqual(written.Span), "what was read is written alike");
    }

    // Whatever a description says, a state is read by it or refused at a place.
    private static void ReadStates(VmDescription description)
    {
        foreach (VmDescription.Device device in description.Devices.Take(3))
        {
            if (device.State is not { } state)
                continue;
            var input = new RecordedInput(Zeroes) { Limits = Limits.Untrusted with { Elements = 1000 } };
            if (VmStateReader.Load(input, state, state.Version, device.Name).TryGet(out VmStateValues? values, out ParseError? error))
                values.Dispose();
            else
                Check(error.Offset >= 0 && error.Offset <= Zeroes.Length, "an error of a state lies inside it");
        }
    }
}
