using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Stream;

namespace LocalMig.Machine.Devices;

/// <summary>The place of a connected UNIX domain socket.</summary>
internal sealed class SocketPort : BackendPort
{
    private SocketBackend? _backend;

    /// <summary>A place with a backend, or, where it is null, one that waits for it.</summary>
    public SocketPort(string id, bool permitted, SocketBackend? backend)
        : base(id, queues: 1, supported: true, permitted) => _backend = backend;

    /// <inheritdoc/>
    public override bool IsFilled => _backend is not null;

    /// <inheritdoc/>
    public override bool IsPolling => _backend is { Polling: true };

    /// <inheritdoc/>
    public override IReadOnlyList<OwnedFd> Descriptors => _backend?.Descriptors ?? [];

    /// <inheritdoc/>
    public override VmStateDescription QueueState { get; } = new(
        "localmig-socket",
        1,
        VmStateField.Of(DescriptorField, VmStateType.Fd),
        VmStateField.Of("pending_length", VmStateType.UInt32),
        VmStateField.Buffer("pending", lengthFrom: "pending_length"));

    /// <inheritdoc/>
    public override string FilledText => MachineTexts.BackendInitialized(Id);

    /// <inheritdoc/>
    // What was read and not echoed yet belongs to the connection, and goes where it goes.
    public override VmStateValues SaveQueue(int queue) => new VmStateValues()
        .Set(DescriptorField, _backend!.Descriptors[0])
        .Set("pending", (ReadOnlyMemory<byte>)_backend.Pending);

    /// <inheritdoc/>
    public override void Fill(IReadOnlyList<VmStateValues> queues) =>
        _backend = SocketBackend.Adopt(queues[0].TakeDescriptor(DescriptorField)!, queues[0].Bytes("pending").ToArray()).Value;

    /// <inheritdoc/>
    public override void StartPolling(DevicePoller poller) => _backend?.StartPolling(poller);

    /// <inheritdoc/>
    public override void StopPolling() => _backend?.StopPolling();

    /// <inheritdoc/>
    protected override bool Accepts(OwnedFd descriptor) => SocketBackend.Refuse(descriptor) is null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _backend?.Dispose();
}
