using LocalMig.Machine.Devices;
using LocalMig.Stream;

namespace LocalMig.Machine;

/// <summary>The section with the guest's clocks that every real QEMU sends (<c>timer</c>). A machine without a CPU has no use for
/// them: what arrives is read and forgotten, so that the stream of a real machine of type <c>none</c> can be loaded.</summary>
internal sealed class TimerState : StateSection
{
    /// <inheritdoc/>
    public override string IdString => "timer";

    /// <inheritdoc/>
    public override VmStateDescription Description { get; } = new(
        "timer", 2, 1, [VmStateField.Of("cpu_ticks_offset", VmStateType.Int64), VmStateField.Buffer("unused", 8), VmStateField.Of("cpu_clock_offset", VmStateType.Int64) with { Since = 2 }], []);

    /// <inheritdoc/>
    public override VmStateValues Save(bool local) =>
        new VmStateValues().Set("cpu_ticks_offset", 0UL).Set("unused", (ReadOnlyMemory<byte>)new byte[8]).Set("cpu_clock_offset", 0UL);

    /// <inheritdoc/>
    protected override void Apply(VmStateValues values)
    {
    }
}
