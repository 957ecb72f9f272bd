using System.Text;
using LocalMig.Machine.Devices;
using LocalMig.Stream;

namespace LocalMig.Machine;

/// <summary>The section that tells the destination whether the source ran (QEMU's <c>globalstate</c>).</summary>
internal sealed class GlobalState(Vm vm, RunState state) : StateSection
{
    private const int NameLength = 100;

    /// <inheritdoc/>
    public override string IdString => "globalstate";

    /// <inheritdoc/>
    public override VmStateDescription Description { get; } = new(
        "globalstate", 1, VmStateField.Of("size", VmStateType.UInt32), VmStateField.Buffer("runstate", NameLength));

    /// <summary>The state of the source before it stopped; what was given until it is known.</summary>
    public RunState State { get; private set; } = state;

    /// <inheritdoc/>
    public override VmStateValues Save(bool local)
    {
        byte[] name = new byte[NameLength];
        int length = Encoding.ASCII.GetBytes(State.Name(), name);
        return new VmStateValues().Set("size", (ulong)length + 1).Set("runstate", (ReadOnlyMemory<byte>)name);
    }

    /// <inheritdoc/>
    protected override string? Check(VmStateValues values) =>
        Read(values) is not null ? null : RunStates.IsName(Name(values)) ? $"Invalid runstate {Name(values)}" : MachineTexts.PostLoadFailed(IdString, Description.Version, Description.MinimumVersion);

    /// <inheritdoc/>
    protected override void Apply(VmStateValues values) => State = Read(values)!.Value;

    private RunState? Read(VmStateValues values) =>
        RunStates.Parse(Name(values)) is { } known && (known == RunState.Running || RunStates.MayFollow(vm.RunState, known)) ? known : null;

    private static string Name(VmStateValues values)
    {
        ReadOnlySpan<byte> bytes = values.Bytes("runstate").Span;
        int end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
