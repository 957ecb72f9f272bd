using LocalMig.Stream;

namespace LocalMig.Machine.Devices;

/// <summary>A queue of a backend as a full section of its own: the form of profile <c>upstream</c> (specification, section 5, layout).</summary>
internal sealed class QueueSection(QueueSections all, int queue) : StateSection
{
    /// <summary>The backend.</summary>
    public BackendPort Port => all.Port;

    /// <summary>All queues of the backend.</summary>
    public QueueSections All => all;

    /// <inheritdoc/>
    public override string IdString { get; } = $"{all.Port.Id}/{queue}/{all.Port.QueueState.Name}";

    /// <inheritdoc/>
    public override VmStateDescription Description => all.Port.QueueState;

    /// <summary>What arrived.</summary>
    public VmStateValues Arrived => Staged!;

    /// <inheritdoc/>
    public override VmStateValues Save(bool local) => all.Port.SaveQueue(queue);

    /// <inheritdoc/>
    // The parameter is not looked at: whether the backend waits was decided when it was made.
    public override string? Refusal() => all.Port.IsFilled
        ? MachineTexts.PreLoadFailed(Description.Name, (uint)Description.Version, (uint)Description.MinimumVersion, all.Port.FilledText)
        : null;

    /// <inheritdoc/>
    protected override string? Check(VmStateValues values) => all.Port.CheckQueue(values);

    /// <inheritdoc/>
    protected override void Apply(VmStateValues values) => all.Arrived(queue, values);
}

/// <summary>All queues of a backend as sections.</summary>
internal sealed class QueueSections
{
    private readonly VmStateValues?[] _arrived;

    public QueueSections(BackendPort port)
    {
        Port = port;
        Sections = [.. Enumerable.Range(0, port.Queues).Select(queue => new QueueSection(this, queue))];
        _arrived = new VmStateValues?[port.Queues];
    }

    /// <summary>The backend.</summary>
    public BackendPort Port { get; }

    /// <summary>Its sections, in the order of the queues.</summary>
    public IReadOnlyList<QueueSection> Sections { get; }

    /// <summary>Says why what arrived is no whole backend; null where it is one.</summary>
    public string? Check() => Sections.All(static s => s.IsStaged)
        ? Port.CheckTogether([.. Sections.Select(static s => s.Arrived)])
        : MachineTexts.FdNotLoaded;

    /// <summary>A queue is to be taken in; with the last one the backend is there.</summary>
    public void Arrived(int queue, VmStateValues values)
    {
        _arrived[queue] = values;
        if (!Array.TrueForAll(_arrived, static v => v is not null))
            return;
        Port.Fill(_arrived!);
        Array.Clear(_arrived);
    }
}
