using LocalMig.Suite.Cases.Channel;
using LocalMig.Suite.Cases.Device;
using LocalMig.Suite.Cases.Doc;
using LocalMig.Suite.Cases.Param;
using LocalMig.Suite.Cases.Qmp;
using LocalMig.Suite.Cases.Recorded;
using LocalMig.Suite.Cases.Stream;
using LocalMig.Suite.Cases.Transfer;

namespace LocalMig.Suite.Cases;

/// <summary>Every case, in the order they run: what needs least comes first.</summary>
public static class CaseList
{
    /// <summary>All cases of all profiles.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        .. DocCases.All,
        .. QmpCases.All,
        .. ParamCases.All,
        .. ChannelCases.All,
        .. DeviceCases.All,
        .. TransferCases.All,
        .. StreamCases.All,
        .. RecordedCases.All,
        .. RecordedStreamCases.All,
    ];
}
