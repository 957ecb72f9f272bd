using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Machine.Commands;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Tests.Machine;

public sealed class CommandTableTests
{
    public static TheoryData<Profile, QemuGeneration> Machines() => new(
        from profile in Enum.GetValues<Profile>() from generation in Enum.GetValues<QemuGeneration>() select (profile, generation));

    [Theory]
    [MemberData(nameof(Machines))]
    public void The_schema_is_true_for_exactly_what_is_implemented(Profile profile, QemuGeneration generation)
    {
        using ObservedVm vm = new(new VmOptions { Profile = profile, Generation = generation });
        // The session itself implements the negotiation.
        IEnumerable<string> implemented = CommandTable.Names.Append("qmp_capabilities");
        Assert.Equal(vm.Vm.Schema.Commands.Select(static c => c.Name).Order(), implemented.Order());
        Assert.Equal(implemented.Order(), vm.Ok("query-commands").Items.Select(static c => c["name"]!.AsString).Order());
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void What_queries_return_fits_the_schema(Profile profile, QemuGeneration generation)
    {
        using ObservedVm vm = new(new VmOptions { Name = "m", Profile = profile, Generation = generation });
        foreach (string query in (string[])["query-version", "query-name", "query-status", "query-migrate", "query-migrate-parameters"])
        {
            LocalMig.Qapi.ObjectType type = (LocalMig.Qapi.ObjectType)vm.Vm.Schema.Command(query)!.Returns!;
            Assert.Null(LocalMig.Qapi.ArgumentChecker.Check(type, vm.Ok(query))?.Desc);
        }
    }

    [Fact]
    public void An_unknown_command_has_a_class_of_its_own()
    {
        using ObservedVm vm = new(new VmOptions());
        QmpError error = vm.Execute("nosuch").Error!;
        Assert.Equal(QmpErrorClass.CommandNotFound, error.Class);
        Assert.Equal("The command nosuch has not been found", error.Desc);
    }

    [Fact]
    public void Arguments_are_checked_before_the_command_sees_them()
    {
        using ObservedVm vm = new(new VmOptions());
        Assert.Equal("Parameter 'typename' is missing", vm.Refused("device-list-properties"));
        Assert.Equal("Parameter 'bogus' is unexpected", vm.Refused("query-status", JsonValue.Object(("bogus", 1L))));
    }
}
