using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>Postcopy, which is not implemented: its commands say what they say where there is none (facts B.1 and A.4).</summary>
internal static class PostcopyCommands
{
    public static Result<JsonValue, QmpError> Start(Vm vm, JsonValue arguments, QmpCall call) =>
        QmpError.Generic(vm.Capabilities["postcopy-ram"] ? MachineTexts.PostcopyNotStarted : MachineTexts.PostcopyNotEnabled);

    public static Result<JsonValue, QmpError> Pause(Vm vm, JsonValue arguments, QmpCall call) =>
        QmpError.Generic(vm.Options.Generation == QemuGeneration.Qemu11 ? MachineTexts.NotInPostcopy : MachineTexts.NotInPostcopyOld);

    public static Result<JsonValue, QmpError> Recover(Vm vm, JsonValue arguments, QmpCall call) => QmpError.Generic(MachineTexts.NothingToRecover);
}
