using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>The parameters: query-migrate-parameters, migrate-set-parameters (specification, section 2).</summary>
internal static class ParameterCommands
{
    public static Result<JsonValue, QmpError> Query(Vm vm, JsonValue arguments, QmpCall call) => vm.Parameters.ToQuery();

    public static Result<JsonValue, QmpError> Set(Vm vm, JsonValue arguments, QmpCall call)
    {
        if (!vm.Seams.Parameters(vm.Parameters, arguments, vm.Capabilities).TryGet(out MigrationParameters? changed, out QmpError? refused))
            return refused;
        vm.Parameters = changed;
        return JsonValue.EmptyObject;
    }
}
