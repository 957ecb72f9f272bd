using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Stream;

namespace LocalMig.Machine.Devices;

/// <summary>The place of a memfd.</summary>
internal sealed class MemfdPort : BackendPort
{
    private readonly ulong _size;
    private MemfdBackend? _backend;

    /// <summary>A place with a backend, or, where it is null, one that waits for it.</summary>
    public MemfdPort(string id, ulong size, bool supported, bool permitted, MemfdBackend? backend)
        : base(id, queues: 1, supported, permitted)
    {
        _size = size;
        _backend = backend;
    }

    /// <inheritdoc/>
    public override bool IsFilled => _backend is not null;

    /// <inheritdoc/>
    public override bool IsPolling => _backend is { Polling: true };

    /// <inheritdoc/>
    public override IReadOnlyList<OwnedFd> Descriptors => _backend?.Descriptors ?? [];

    /// <inheritdoc/>
    public override VmStateDescription QueueState { get; } = new(
        "localmig-memfd", 1, VmStateField.Of(DescriptorField, VmStateType.Fd), VmStateField.Of("size", VmStateType.UInt64));

    /// <inheritdoc/>
    public override string FilledText => MachineTexts.BackendInitialized(Id);

    /// <inheritdoc/>
    public override VmStateValues SaveQueue(int queue) => new VmStateValues()
        .Set(DescriptorField, _backend!.Descriptors[0])
        .Set("size", _size);

    /// <inheritdoc/>
    protected override string? CheckFields(VmStateValues values) =>
        values.Number("size") == _size ? null : MachineTexts.NotEqual("size", values.Number("size"), _size);

    /// <inheritdoc/>
    public override void Fill(IReadOnlyList<VmStateValues> queues) => _backend = MemfdBackend.Adopt(queues[0].TakeDescriptor(DescriptorField)!).Value;

    /// <inheritdoc/>
    public override void StartPolling(DevicePoller poller) => _backend?.StartPolling(poller);

    /// <inheritdoc/>
    public override void StopPolling() => _backend?.StopPolling();

    /// <inheritdoc/>
    protected override bool Accepts(OwnedFd descriptor) => MemfdBackend.Refuse(descriptor) is null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _backend?.Dispose();
}
