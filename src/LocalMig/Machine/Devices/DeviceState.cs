using LocalMig.Parameters;
using LocalMig.Stream;

namespace LocalMig.Machine.Devices;

/// <summary>The state of a device. In the forms <c>proposal</c> and <c>v16</c> its backend travels inside, as a subsection with the
/// fields of every queue; in <c>upstream</c> the backend's sections stand before it (specification, section 5, layout).</summary>
internal sealed class DeviceState : StateSection
{
    private const string CountField = "queues";
    private const string QueueField = "queue";

    private readonly VmDevice _device;
    private readonly DeviceSite _site;
    private readonly Func<VmStateValues> _save;
    private readonly Action<VmStateValues> _apply;
    private readonly Func<VmStateValues, string?>? _check;
    private readonly string _backendName;

    /// <summary>A state.</summary>
    /// <param name="device">Whose.</param>
    /// <param name="site">Where the device is.</param>
    /// <param name="own">What the device's own fields look like.</param>
    /// <param name="save">Gives the own fields.</param>
    /// <param name="apply">Takes the own fields.</param>
    /// <param name="check">Says why own fields do not fit; null where they do.</param>
    public DeviceState(
        VmDevice device, DeviceSite site, VmStateDescription own, Func<VmStateValues> save, Action<VmStateValues> apply,
        Func<VmStateValues, string?>? check = null)
    {
        _device = device;
        _site = site;
        _save = save;
        _apply = apply;
        _check = check;
        _backendName = own.Name + "/backend";
        Description = Inline is { } port
            ? own with
            {
                Subsections =
                [
                    new VmStateDescription(
                        _backendName, 1, VmStateField.Of(CountField, VmStateType.UInt32), VmStateField.Nested(QueueField, port.QueueState, CountField)),
                ],
            }
            : own;
    }

    /// <summary>Whose state it is.</summary>
    public VmDevice Device => _device;

    /// <summary>Whether what arrived has the backend in it.</summary>
    public bool BringsBackend => Staged?.Subsections.ContainsKey(_backendName) ?? false;

    /// <inheritdoc/>
    public override string IdString => _device.StateName;

    /// <inheritdoc/>
    public override VmStateDescription Description { get; }

    private BackendPort? Inline => _site.Profile == Profile.Upstream ? null : _device.Port;

    /// <inheritdoc/>
    public override VmStateValues Save(bool local)
    {
        VmStateValues values = _save();
        if (Inline is { } port && port.IsHandedOver(local))
            values.SetSubsection(_backendName, Queues(port));
        return values;
    }

    /// <inheritdoc/>
    protected override string? Check(VmStateValues values)
    {
        if (_check?.Invoke(values) is { } reason)
            return reason;
        if (Inline is not { } port || !values.Subsections.TryGetValue(_backendName, out VmStateValues? backend))
            return null;
        if (port.IsFilled)
            return port.FilledText;
        if (!port.Permitted || !_site.Local)
            return MachineTexts.BackendNotExpected(_device.Id ?? _device.Path);
        IReadOnlyList<VmStateValues> queues = backend.Structs(QueueField);
        if (queues.Count != port.Queues)
            return MachineTexts.QueueCount(port.Id, queues.Count, port.Queues);
        return queues.Select(port.CheckQueue).FirstOrDefault(static text => text is not null) ?? port.CheckTogether(queues);
    }

    /// <inheritdoc/>
    protected override void Apply(VmStateValues values)
    {
        _apply(values);
        if (Inline is { } port && values.Subsections.TryGetValue(_backendName, out VmStateValues? backend))
            port.Fill(backend.Structs(QueueField));
    }

    private static VmStateValues Queues(BackendPort port) => new VmStateValues()
        .Set(CountField, (ulong)port.Queues)
        .Set(QueueField, Enumerable.Range(0, port.Queues).Select(port.SaveQueue));
}
