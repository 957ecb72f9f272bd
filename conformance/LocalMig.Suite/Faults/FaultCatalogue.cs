namespace LocalMig.Suite.Faults;

/// <summary>All faults, by the seam at which they are made.</summary>
public static class FaultCatalogue
{
    /// <summary>In the order of the specification.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        .. ParameterFaults.All,
        .. SchemaFaults.All,
        .. ChannelFaults.All,
        .. RefusalFaults.All,
        .. HandOverFaults.All,
        .. WaitingFaults.All,
        .. FieldFaults.All,
        .. ReceiverFaults.All,
        .. BackendFaults.All,
        .. CourseFaults.All,
        .. EventFaults.All,
        .. LayoutFaults.All,
        .. StreamFaults.All,
        .. SessionFaults.All,
        .. MonitorFaults.All,
    ];

    /// <summary>The fault of that name, or null.</summary>
    public static Fault? Find(string name) => All.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.Ordinal));
}
