namespace LocalMig.Suite.Cases.Device;

/// <summary>The cases of group DEVICE.</summary>
internal static class DeviceCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        .. SwitchCases.All,
        .. NetdevOptionCases.All,
        .. SupportCases.All,
        .. SidedCase.All,
        .. TapCases.All,
    ];
}
