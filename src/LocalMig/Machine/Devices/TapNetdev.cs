using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Stream;

namespace LocalMig.Machine.Devices;

/// <summary>A tap netdev: the place of a TAP backend of one or several queues (specification, sections 4 and 5).</summary>
public sealed class TapNetdev : BackendPort
{
    private TapBackend? _backend;

    /// <summary>A netdev.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="queues">How many queues.</param>
    /// <param name="permitted">Whether its own switch is on; with the forms that switch at the device, that sets it later.</param>
    /// <param name="backend">The backend, the netdev's from now on; null where it waits for one.</param>
    public TapNetdev(string id, int queues, bool permitted, TapBackend? backend)
        : base(id, queues, supported: true, permitted)
    {
        _backend = backend;
        IsIncoming = backend is null;
    }

    /// <summary>Whether it was made to wait for a migration.</summary>
    public bool IsIncoming { get; }

    /// <summary>Whether a network card uses it.</summary>
    public bool IsUsed { get; internal set; }

    /// <summary>Whether packets carry a virtio header.</summary>
    public bool UsesVnetHeader => _backend is not null && _backend.State(0).UsingVnetHeader;

    /// <inheritdoc/>
    public override bool IsFilled => _backend is not null;

    /// <inheritdoc/>
    public override bool IsPolling => _backend is { Polling: true };

    /// <inheritdoc/>
    public override IReadOnlyList<OwnedFd> Descriptors => _backend?.Descriptors ?? [];

    /// <inheritdoc/>
    public override VmStateDescription QueueState => NetTapState.Description;

    /// <inheritdoc/>
    public override string FilledText => MachineTexts.TapInitialized;

    /// <inheritdoc/>
    public override VmStateValues SaveQueue(int queue)
    {
        TapQueueState state = _backend!.State(queue);
        return new VmStateValues()
            .Set(DescriptorField, _backend.Descriptors[queue])
            .Set("using_vnet_hdr", state.UsingVnetHeader)
            .Set("has_ufo", state.HasUfo)
            .Set("has_uso", state.HasUso)
            .Set("has_tunnel", state.HasTunnel)
            .Set("enabled", state.Enabled)
            .Set("host_vnet_hdr_len", (ulong)state.HostVnetHeaderLength);
    }

    /// <inheritdoc/>
    public override string? CheckTogether(IReadOnlyList<VmStateValues> queues) =>
        TapBackend.Refuse([.. queues.Select(static q => DescriptorOf(q)!)]) is null
            ? null
            : MachineTexts.OtherKind(Id, string.Join(" and ", queues.Select(static q => DescriptorOf(q)!.Describe()).Distinct(StringComparer.Ordinal)));

    /// <inheritdoc/>
    public override void Fill(IReadOnlyList<VmStateValues> queues)
    {
        ArgumentNullException.ThrowIfNull(queues);
        _backend = TapBackend.Adopt([.. queues.Select(static q => q.TakeDescriptor(DescriptorField)!)], [.. queues.Select(Read)]).Value;
    }

    /// <inheritdoc/>
    public override void StartPolling(DevicePoller poller) => _backend?.StartPolling(poller);

    /// <inheritdoc/>
    public override void StopPolling() => _backend?.StopPolling();

    /// <inheritdoc/>
    protected override bool Accepts(OwnedFd descriptor) => TapBackend.Refuse(descriptor) is null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _backend?.Dispose();

    private static TapQueueState Read(VmStateValues values) => new(
        values.Flag("using_vnet_hdr"),
        values.Flag("has_ufo"),
        values.Flag("has_uso"),
        values.Flag("has_tunnel"),
        values.Flag("enabled"),
        (int)values.Number("host_vnet_hdr_len"));
}
