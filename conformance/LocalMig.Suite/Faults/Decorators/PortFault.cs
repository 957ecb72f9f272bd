using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Machine.Devices;
using LocalMig.Stream;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>The place of a backend with one member in its place; null leaves it as it is.</summary>
internal sealed class PortFault(BackendPort inner) : PassedPort(inner)
{
    private DevicePoller? _poller;

    /// <summary>In the place of <see cref="BackendPort.IsHandedOver"/>.</summary>
    public Func<BackendPort, bool, bool>? HandedOver { get; init; }

    /// <summary>In the place of <see cref="BackendPort.SaveQueue"/>.</summary>
    public Func<BackendPort, int, VmStateValues>? Save { get; init; }

    /// <summary>In the place of <see cref="BackendPort.CheckQueue"/>.</summary>
    public Func<BackendPort, VmStateValues, string?>? Check { get; init; }

    /// <summary>In the place of <see cref="BackendPort.Fill"/>.</summary>
    public Action<BackendPort, IReadOnlyList<VmStateValues>>? Filling { get; init; }

    /// <summary>In the place of <see cref="BackendPort.IsFilled"/>.</summary>
    public Func<BackendPort, bool>? Filled { get; init; }

    /// <summary>In the place of <see cref="BackendPort.Descriptors"/>.</summary>
    public Func<BackendPort, IReadOnlyList<OwnedFd>>? Held { get; init; }

    /// <summary>In the place of <see cref="BackendPort.QueueState"/>.</summary>
    public VmStateDescription? State { get; init; }

    /// <summary>In the place of <see cref="BackendPort.FilledText"/>.</summary>
    public string? Text { get; init; }

    /// <summary>In the place of <see cref="BackendPort.StartPolling"/>.</summary>
    public Action<BackendPort, DevicePoller>? Starting { get; init; }

    /// <summary>In the place of <see cref="BackendPort.StopPolling"/>; the poller is the last one that was given.</summary>
    public Action<BackendPort, DevicePoller?>? Stopping { get; init; }

    /// <summary>When the place is given up.</summary>
    public Action<BackendPort>? Closing { get; init; }

    /// <inheritdoc/>
    public override bool IsFilled => Filled?.Invoke(Inner) ?? base.IsFilled;

    /// <inheritdoc/>
    public override IReadOnlyList<OwnedFd> Descriptors => Held?.Invoke(Inner) ?? base.Descriptors;

    /// <inheritdoc/>
    public override VmStateDescription QueueState => State ?? base.QueueState;

    /// <inheritdoc/>
    public override string FilledText => Text ?? base.FilledText;

    /// <inheritdoc/>
    public override bool IsHandedOver(bool local) => HandedOver?.Invoke(Inner, local) ?? base.IsHandedOver(local);

    /// <inheritdoc/>
    public override VmStateValues SaveQueue(int queue) => Save?.Invoke(Inner, queue) ?? base.SaveQueue(queue);

    /// <inheritdoc/>
    public override string? CheckQueue(VmStateValues values) => Check is null ? base.CheckQueue(values) : Check(Inner, values);

    /// <inheritdoc/>
    public override void Fill(IReadOnlyList<VmStateValues> queues) => (Filling ?? ((port, q) => port.Fill(q)))(Inner, queues);

    /// <inheritdoc/>
    public override void StartPolling(DevicePoller poller)
    {
        _poller = poller;
        (Starting ?? ((port, p) => port.StartPolling(p)))(Inner, poller);
    }

    /// <inheritdoc/>
    public override void StopPolling() => (Stopping ?? ((port, _) => port.StopPolling()))(Inner, _poller);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Closing?.Invoke(Inner);
        base.Dispose(disposing);
    }
}
