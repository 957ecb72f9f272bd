using System.CommandLine;
using LocalMig.Suite;
using LocalMig.Suite.Faults;
using LocalMig.Suite.Reports;

namespace LocalMig.Tool.Verbs;

/// <summary><c>--fault NAME</c> of several verbs, and the list of names.</summary>
internal static class FaultOption
{
    /// <summary>The option. A name that is unknown is wrong usage.</summary>
    public static Option<string> Create()
    {
        var option = new Option<string>("--fault") { Description = "Switch one deviation of the reference on; 'localmig verify --list-faults' lists them.", HelpName = "NAME" };
        option.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is { } name && Of(name) is null)
                result.AddError($"There is no fault '{name}': 'localmig verify --list-faults' lists them.");
        });
        return option;
    }

    /// <summary>The fault of that name; null for none.</summary>
    public static Fault? Of(string? name) => name is null ? null : FaultCatalogue.Find(name);

    /// <summary>Prints all faults.</summary>
    public static ExitCode List(ToolConsole console)
    {
        foreach (Fault fault in FaultCatalogue.All)
        {
            string profiles = fault.Profiles.Count == 0 ? "" : $" ({string.Join(", ", fault.Profiles.Select(ResultsNames.Of))})";
            console.Out.WriteLine($"{fault.Name}: {fault.Mistake} [{string.Join(", ", fault.Breaks)}]{profiles}");
        }

        return ExitCode.Passed;
    }
}
