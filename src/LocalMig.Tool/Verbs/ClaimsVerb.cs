using System.CommandLine;
using System.Text.Json;
using LocalMig.Parameters;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;
using LocalMig.Suite;
using LocalMig.Suite.Reports;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig claims</c>: what backs the description of parameter <c>local</c>.</summary>
internal static class ClaimsVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var path = new Argument<string>("FILE") { Description = "The schema file that describes the parameter." };
        var results = new Option<string?>("--results") { Description = "A results.json of 'verify', for the verdicts." };
        var profile = new Option<string>("--profile") { Description = "The form of the feature.", DefaultValueFactory = _ => "proposal" };
        profile.AcceptOnlyFromAmong("proposal", "v16", "upstream");
        var verb = new Verb(
            "claims",
            "Shows which requirements and cases back each sentence about parameter 'local'.",
            ("localmig claims qapi/migration.json --results results.json", "sentence by sentence, then what nothing backs and what is not said"))
        {
            path, results, profile,
        };
        verb.SetAction(line => Report(line.GetValue(path)!, line.GetValue(results), ReviewVerb.ProfileOf(line.GetValue(profile)), console));
        return verb;
    }

    private static int Report(string path, string? resultsPath, Profile profile, ToolConsole console)
    {
        var files = new DiskSchemaFiles();
        if (!SchemaSource.Read(path, files).TryGet(out SchemaSource? schema, out string? unreadable))
            return Refuse(unreadable, console);
        ReadOnlyMemory<byte> results = default;
        if (resultsPath is not null && files.Read(resultsPath, out results) is { } reason)
            return Refuse($"{resultsPath}: {reason}", console);
        try
        {
            if (ClaimsReport.Make(schema, profile, resultsPath is null ? null : results.ToArray()) is not { } report)
            {
                console.Error.WriteLine($"localmig: {path} describes no parameter 'local'");
                return (int)ExitCode.NothingJudged;
            }

            console.Out.Write(report.Text);
            return (int)(report.Holes == 0 ? ExitCode.Passed : ExitCode.Failed);
        }
        catch (JsonException e)
        {
            return Refuse($"{resultsPath}: {e.Message}", console);
        }
    }

    private static int Refuse(string problem, ToolConsole console)
    {
        console.Error.WriteLine($"localmig: {problem}");
        return (int)ExitCode.Usage;
    }
}
