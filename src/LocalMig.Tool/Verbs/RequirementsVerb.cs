using System.CommandLine;
using System.Text.Json;
using LocalMig.Suite;
using LocalMig.Suite.Traceability;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig requirements</c>: the document that leads from the specification to cases and verdicts.</summary>
internal static class RequirementsVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of stored verdicts." };
        var take = new Option<string?>("--take") { Description = "Store the verdicts of results of 'verify' as those of this subject, instead of printing.", HelpName = "SUBJECT" };
        var results = new Option<string[]>("--results") { Description = "A results.json of 'verify'; may be given several times.", HelpName = "FILE" };
        var verb = new Verb(
            "requirements",
            "Prints every requirement with its source, cases, faults and last verdicts.",
            ("localmig requirements docs/verdicts", "prints the document"),
            ("localmig requirements docs/verdicts --take reference --results out/results.json", "keeps the verdicts of a run"))
        {
            folder, take, results,
        };
        verb.SetAction(line => (int)Run(line.GetValue(folder)!, line.GetValue(take), line.GetValue(results) ?? [], console));
        return verb;
    }

    private static ExitCode Run(string folder, string? subject, string[] results, ToolConsole console)
    {
        try
        {
            if (subject is null)
                console.Out.Write(RequirementsDocument.Write(VerdictsFolder.Read(folder)));
            else if (results.Length == 0)
                return Refuse("--take needs --results", console);
            else
                VerdictsFolder.Store(folder, StoredVerdicts.From(subject, [.. results.Select(File.ReadAllText)]));
            return ExitCode.Passed;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException)
        {
            return Refuse(failed.Message, console);
        }
    }

    private static ExitCode Refuse(string problem, ToolConsole console)
    {
        console.Error.WriteLine($"localmig: {problem}");
        return ExitCode.Usage;
    }
}
