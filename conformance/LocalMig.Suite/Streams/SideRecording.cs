using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Suite.Tap;

namespace LocalMig.Suite.Streams;

/// <summary>What was recorded beside a migration stream, taken apart: the return path, a side channel of multifd, the state of CPR.</summary>
/// <param name="Name">What it is called in evidence.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Report">What it consists of.</param>
internal sealed record SideRecording(string Name, ReadOnlyMemory<byte> Bytes, StreamReport Report)
{
    /// <summary>Takes one apart.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="kind">What kind it has to be.</param>
    /// <param name="log">Where descriptors rode on it; null where that was not recorded.</param>
    public static SideRecording Of(string name, ReadOnlyMemory<byte> bytes, StreamKind kind, DescriptorLog? log = null) =>
        new(name, bytes, StreamAnalysis.Analyze(bytes, log, kind: kind));

    /// <summary>Takes apart what went through a tap.</summary>
    public static SideRecording Of(string name, TapRecording recording, StreamKind kind) =>
        Of(name, recording.Bytes, kind, new DescriptorLog([.. recording.Descriptors.Select(arrival => arrival.Offset)]));
}
