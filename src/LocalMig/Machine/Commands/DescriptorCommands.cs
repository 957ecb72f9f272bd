using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>Descriptors kept by name: getfd, closefd (facts B.1).</summary>
internal static class DescriptorCommands
{
    private const string NameArgument = "fdname";

    public static Result<JsonValue, QmpError> Keep(Vm vm, JsonValue arguments, QmpCall call)
    {
        if (call.TakeDescriptor() is not { } descriptor)
            return QmpError.Generic(MachineTexts.NoDescriptor);
        return vm.Descriptors.Keep(arguments[NameArgument]!.AsString, descriptor) is { } refused ? refused : JsonValue.EmptyObject;
    }

    public static Result<JsonValue, QmpError> Close(Vm vm, JsonValue arguments, QmpCall call)
    {
        string name = arguments[NameArgument]!.AsString;
        if (vm.Descriptors.Take(name) is not { } descriptor)
            return QmpError.Generic(MachineTexts.FdNotThere(name));
        descriptor.Dispose();
        return JsonValue.EmptyObject;
    }
}
