using System.CommandLine;
using System.CommandLine.Invocation;

namespace LocalMig.Fuzz.Verbs;

/// <summary>The command line <c>fuzz/localmig-fuzz</c>.</summary>
internal static class FuzzCommand
{
    /// <summary>Nothing was found.</summary>
    public const int Clean = 0;

    /// <summary>There is a finding.</summary>
    public const int Found = 1;

    /// <summary>Wrong usage.</summary>
    public const int Usage = 2;

    /// <summary>The engine or the machine failed, not a parser.</summary>
    public const int Broken = 3;

    public static int Run(string[] arguments)
    {
        var root = new RootCommand("Fuzzes every parser of the project: executions that cover new ground are kept, broken oracles are findings.")
        {
            ListVerb.Create(),
            RunVerb.Create(),
            ReplayVerb.Create(),
            MinimiseVerb.Create(),
            CoverVerb.Create(),
            SelfTestVerb.Create(),
            SpeedVerb.Create(),
            DifferentialVerb.Create(),
            WorkerVerb.Create(),
            AflVerb.Create(),
            AflVerb.CreateExecuting(),
        };
        ParseResult line = root.Parse(arguments);
        if (line.Action is not ParseErrorAction)
            return line.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        foreach (var error in line.Errors)
            Console.Error.WriteLine($"localmig-fuzz: {error.Message}");
        return Usage;
    }

    /// <summary>Complains about the usage.</summary>
    public static int Refuse(string problem)
    {
        Console.Error.WriteLine($"localmig-fuzz: {problem}");
        return Usage;
    }
}
