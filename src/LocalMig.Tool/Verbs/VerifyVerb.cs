using System.CommandLine;
using LocalMig.Suite;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig verify</c>: runs cases against a target.</summary>
internal static class VerifyVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var target = new Argument<string>("TARGET")
        {
            Description = "What to judge: 'reference', or 'transcript:FILE'.",
            DefaultValueFactory = _ => "reference",
        };
        var verb = new Verb(
            "verify",
            "Judges a target requirement by requirement.",
            ("localmig verify", "judges the reference implementation in the profile 'proposal'"))
        {
            target,
        };
        verb.SetAction(line =>
        {
            console.Error.WriteLine($"localmig: no cases for {line.GetValue(target)} yet");
            return (int)ExitCode.NothingJudged;
        });
        return verb;
    }
}
