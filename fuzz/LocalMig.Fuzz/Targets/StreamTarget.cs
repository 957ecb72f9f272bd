using LocalMig.Fuzz.Mutators;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>A recorded migration stream, read element by element.</summary>
public sealed class StreamTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override string Name => "stream";

    /// <inheritdoc/>
    public override string Summary => "recorded migration streams: errors inside the input; what was written of them is read, and written alike; however split";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, .. Targets.Outcomes.Of("stream.", "wire.", "descriptor.")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles =>
    [
        "src/LocalMig/Stream/ElementReader.cs", "src/LocalMig/Stream/RamReader.cs", "src/LocalMig/Stream/MappedRamReader.cs", "src/LocalMig/Stream/VmStateReader.cs", "src/LocalMig/Stream/StreamInput.cs", "src/LocalMig/Stream/Configuration.cs",
    ];

    /// <inheritdoc/>
    public override int MaximumLength => 8192;

    /// <inheritdoc/>
    public override bool OpensDescriptors => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. Words.Bytes("5145564d00000003", "5143505200000001", "1122334400000001", "0700000004", "7e00000002", "0000000000000010", "0000000000000200", "0000000000002004", "01000000020372616d0000000000000004", "0400000007"),
        .. Words.Of("ram", "net-tap", "configuration/capabilities", "mapped-ram", "x-ignore-shared", "pc.ram", "\"devices\": ", "\"fields\": ", "\"type\": \"fd\""),
    ];

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new StreamMutator();

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures)
    {
        foreach (string path in SeedInputs.Files(fixtures, "streams", "*.bin").Where(static path => new FileInfo(path).Length < 2048))
            yield return File.ReadAllBytes(path);
        foreach (byte[] made in Made())
            yield return made;
    }

    /// <summary>Streams out of the mutator, one per seed: small, and of all elements.</summary>
    internal static IEnumerable<byte[]> Made() => SeedInputs.Made(new StreamMutator(), 60);

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input) =>
        StreamCopy.Of(new PiecewiseInput(input.ToArray(), int.MaxValue), null, input.Length, write: false).Error?.Code ?? Accepted;

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        byte[] bytes = input.ToArray();
        VmDescription? description = DescriptionSearch.Find(bytes, 0, Limits.Untrusted)?.Description;
        StreamCopy whole = StreamCopy.Of(new PiecewiseInput(bytes, int.MaxValue), description, bytes.Length);
        StreamCopy split = StreamCopy.Of(new PiecewiseInput(bytes, 1), description, bytes.Length);
        Check(whole.Error?.Code == split.Error?.Code && whole.Bytes.Span.SequenceEqual(split.Bytes.Span), "what is read does not depend on how it is split", () => $"{whole.Error} and {split.Error}");
        if (whole.Error is not null || !whole.IsWhole)
            return;
        StreamCopy again = StreamCopy.Of(new PiecewiseInput(whole.Bytes, int.MaxValue), description, whole.Bytes.Length);
        Check(again.Error is null && again.Bytes.Span.SequenceEqual(whole.Bytes.Span), "what was written is read, and written alike", () => $"{again.Error}");
    }
}
