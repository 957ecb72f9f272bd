using LocalMig.Suite.Streams;

namespace LocalMig.Suite.Cases.Stream;

/// <summary>The cases on recorded streams, of the groups STREAM and TRANSFER.</summary>
internal static class RecordedStreamCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        .. TapLayoutJudges.All.Select(judge => new RecordedStreamCase(judge)),
        .. DescriptorJudges.All.Select(judge => new RecordedStreamCase(judge)),
        .. FormatJudges.All.Select(judge => new RecordedStreamCase(judge)),
        .. SideJudges.All.Select(judge => new RecordedStreamCase(judge)),
    ];
}
