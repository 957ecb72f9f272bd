using LocalMig.Suite.Streams;

namespace LocalMig.Suite.Cases.Stream;

/// <summary>The cases of group STREAM.</summary>
internal static class StreamCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        .. TapLayoutJudges.All.Select(judge => new TappedStreamCase(judge)),
        .. DescriptorJudges.All.Where(judge => judge.Requirement is "LM-TRANSFER-16" or "LM-STREAM-10").Select(judge => new TappedStreamCase(judge)),
        .. DescriptorJudges.All.Where(judge => judge.Requirement is "LM-STREAM-14" or "LM-STREAM-15" or "LM-STREAM-26").Select(judge => new TappedStreamCase(judge, withTap: false)),
        new TappedFormCase(),
        new TrueStateCase(),
        new VhostCase(),
        .. TappedSideCases.All,
        .. DamagedStreamCases.All,
    ];
}
