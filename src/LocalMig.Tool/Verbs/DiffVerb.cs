using System.CommandLine;
using LocalMig.Stream.Compare;
using LocalMig.Suite;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig diff</c>: compares two streams, or the descriptions that follow them.</summary>
internal static class DiffVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var a = new Argument<string>("A") { Description = "A migration stream, or the description that follows one, as a JSON file." };
        var b = new Argument<string>("B") { Description = "The same." };
        var json = new Option<bool>("--json") { Description = "The comparison as data." };
        var strict = new Option<bool>("--strict") { Description = "What may break counts as what breaks." };
        var verb = new Verb(
            "diff",
            "Compares two streams, or the descriptions that follow them: devices, fields, sizes, versions, and whether one side could migrate to the other. Exit code 0 where both could, 1 where one could not, 3 where a file cannot be read.",
            ("localmig diff old.bin new.bin", "tells what differs, and what of it breaks a migration in each direction"),
            ("localmig diff old-vmdesc.json new.bin --json", "compares a description with a stream, and prints data"))
        {
            a, b, json, strict,
        };
        verb.SetAction(line =>
        {
            if (Open(line.GetValue(a)!, console) is not ComparedSide sideA || Open(line.GetValue(b)!, console) is not ComparedSide sideB)
                return (int)ExitCode.Broken;
            StreamComparison comparison = StreamComparison.Of(sideA, sideB);
            if (line.GetValue(json))
                console.WriteJson(output => ComparisonJson.Write(comparison, output));
            else
                ComparisonText.Write(comparison, console.Out);
            Outcome worst = comparison.AToB > comparison.BToA ? comparison.AToB : comparison.BToA;
            return (int)(worst >= (line.GetValue(strict) ? Outcome.MayBreak : Outcome.Breaks) ? ExitCode.Failed : ExitCode.Passed);
        });
        return verb;
    }

    private static ComparedSide? Open(string path, ToolConsole console)
    {
        try
        {
            if (ComparedSide.Open(path).TryGet(out ComparedSide? side, out ParseError? error))
                return side;
            console.Error.WriteLine($"localmig: {path}: {error}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            console.Error.WriteLine($"localmig: {unreadable.Message}");
        }

        return null;
    }
}
