using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Machine.Devices;
using LocalMig.Stream;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>The place of a backend seen through another. A fault gives what it gets wrong.</summary>
internal class PassedPort(BackendPort inner) : BackendPort(inner.Id, inner.Queues, inner.Supported, inner.Permitted)
{
    /// <inheritdoc/>
    public override bool IsFilled => inner.IsFilled;

    /// <inheritdoc/>
    public override bool IsPolling => inner.IsPolling;

    /// <inheritdoc/>
    public override IReadOnlyList<OwnedFd> Descriptors => inner.Descriptors;

    /// <inheritdoc/>
    public override VmStateDescription QueueState => inner.QueueState;

    /// <inheritdoc/>
    public override string FilledText => inner.FilledText;

    /// <summary>What is seen through this.</summary>
    protected BackendPort Inner => inner;

    /// <inheritdoc/>
    public override bool IsHandedOver(bool local) => inner.IsHandedOver(local);

    /// <inheritdoc/>
    public override VmStateValues SaveQueue(int queue) => inner.SaveQueue(queue);

    /// <inheritdoc/>
    public override string? CheckQueue(VmStateValues values) => inner.CheckQueue(values);

    /// <inheritdoc/>
    public override string? CheckTogether(IReadOnlyList<VmStateValues> queues) => inner.CheckTogether(queues);

    /// <inheritdoc/>
    public override void Fill(IReadOnlyList<VmStateValues> queues) => inner.Fill(queues);

    /// <inheritdoc/>
    public override void StartPolling(DevicePoller poller) => inner.StartPolling(poller);

    /// <inheritdoc/>
    public override void StopPolling() => inner.StopPolling();

    /// <inheritdoc/>
    // Asked by CheckQueue alone, and that is passed on.
    protected override bool Accepts(OwnedFd descriptor) => true;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => inner.Dispose();
}
