namespace LocalMig.Suite.Cases.Transfer;

/// <summary>The cases of group TRANSFER.</summary>
internal static class TransferCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        .. SuccessCases.All,
        .. ContinuityCases.All,
        .. FieldCases.All,
        .. TruncationCases.All,
        .. ManyCases.All,
        .. TapCases.All,
        .. FailureCases.All,
        .. CancelCases.All,
        .. KillCases.All,
        .. AgainCases.All,
        .. AbsentCases.All,
    ];
}
