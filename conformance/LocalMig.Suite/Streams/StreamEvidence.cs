using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Suite.Tap;

namespace LocalMig.Suite.Streams;

/// <summary>A migration stream that was recorded or tapped, taken apart, with where descriptors rode on it.</summary>
/// <param name="Bytes">The stream.</param>
/// <param name="Report">What it consists of.</param>
/// <param name="Arrivals">The offsets of the bytes that descriptors rode on, one per descriptor; null where that was not recorded.</param>
internal sealed record StreamEvidence(ReadOnlyMemory<byte> Bytes, StreamReport Report, IReadOnlyList<long>? Arrivals)
{
    /// <summary>What the id string of a TAP's queue ends with in the profile upstream.</summary>
    private const string TapSuffix = "/net-tap";

    /// <summary>What was recorded on the other channels and in the other direction of the same migration, or ahead of it.</summary>
    public IReadOnlyList<SideRecording> Sides { get; init; } = [];

    /// <summary>Whether there is no stream, but side recordings alone.</summary>
    public bool IsAside => Bytes.IsEmpty && Sides.Count > 0;

    /// <summary>No stream: side recordings alone.</summary>
    public static StreamEvidence Of(params IReadOnlyList<SideRecording> sides) =>
        new(ReadOnlyMemory<byte>.Empty, new StreamReport(StreamKind.Unknown, [], [], 0, 0), null) { Sides = sides };

    /// <summary>Takes a stream apart.</summary>
    public static StreamEvidence Of(ReadOnlyMemory<byte> bytes, DescriptorLog? log) =>
        new(bytes, StreamAnalysis.Analyze(bytes, log), log?.Offsets);

    /// <summary>Takes a tapped stream apart.</summary>
    public static StreamEvidence Of(TapRecording recording) =>
        Of(recording.Bytes, new DescriptorLog([.. recording.Descriptors.Select(arrival => arrival.Offset)]));

    /// <summary>The sections of TAP queues, in the order of the stream.</summary>
    public IReadOnlyList<StreamNode> TapQueues =>
        [.. Report.Elements.Where(node => node.Kind == StreamNodeKind.Section && node.Name.EndsWith(TapSuffix, StringComparison.Ordinal))];

    /// <summary>The descriptor fields, each with the path of its section, in the order of the stream.</summary>
    public IReadOnlyList<(StreamNode Section, StreamNode Field)> DescriptorFields =>
        [.. Report.Elements.SelectMany(section => section.All.Where(node => node.Descriptors.Count > 0).Select(node => (section, node)))];

    /// <summary>Whether it shows local migration: a descriptor, or the field of one.</summary>
    public bool HasFeature => DescriptorFields.Count > 0 || Arrivals is { Count: > 0 };

    /// <summary>The first byte of a section's payload.</summary>
    public static long PayloadOf(StreamNode section) => (long)Note(section, "payload at");

    /// <summary>A number that an element states.</summary>
    public static ulong Note(StreamNode node, string name) => node.Notes.First(note => note.Name == name).Value.AsUInt64;

    /// <summary>The byte at an offset.</summary>
    public byte this[long offset] => Bytes.Span[(int)offset];
}
