namespace LocalMig.Suite.Cases.Recorded;

/// <summary>The cases that read recordings.</summary>
internal static class RecordedCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
        [.. RecordedParamCases.All, .. RecordedChannelCases.All, .. RecordedDeviceCases.All, .. RecordedTransferCases.All, .. RecordedQmpCases.All];
}
