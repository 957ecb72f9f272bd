namespace LocalMig.Suite.Cases.Channel;

/// <summary>The cases of group CHANNEL.</summary>
internal static class ChannelCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        .. RefusedAddressCases.All,
        .. DescriptorCases.All,
        .. AcceptedCases.All,
        .. MalformedCases.All,
        .. NeighbourCases.All,
        .. HandOverCases.All,
    ];
}
