using System.CommandLine;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Review;
using LocalMig.Qapi.Source;
using LocalMig.Spec;
using LocalMig.Suite;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig lint</c>: checks the documentation of schema files.</summary>
internal static class LintVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var paths = new Argument<string[]>("FILE") { Description = "Schema files; what they include is checked as well.", Arity = ArgumentArity.ZeroOrMore };
        var rules = new Option<string[]>("--rule") { Description = "Only these rules (LM-DOC-nn); may be given several times." };
        var profile = new Option<string>("--profile") { Description = "The form of the feature: property of the device, and release; default: 'local', any release." };
        profile.AcceptOnlyFromAmong("proposal", "v16", "upstream");
        var format = new Option<string>("--format") { Description = "text, github (annotations), or sarif (2.1.0).", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "github", "sarif");
        var list = new Option<bool>("--list") { Description = "List the rules." };
        Option<string> dialect = SchemaVerb.DialectOption();
        var verb = new Verb(
            "lint",
            "Checks the documentation in schema files against the rules LM-DOC-nn.",
            ("localmig lint qapi/migration.json", "reports what is wrong, and with which rule it is wrong"),
            ("localmig lint --list", "lists the rules"))
        {
            paths, rules, profile, format, list, dialect,
        };
        verb.SetAction(line =>
        {
            if (line.GetValue(list))
                return List(console);
            string[] chosen = line.GetValue(rules) ?? [];
            if (Array.Find(chosen, static r => !LintRules.TryFind(r, out _)) is { } unknown)
            {
                console.Error.WriteLine($"localmig: there is no rule '{unknown}'; see 'localmig lint --list'");
                return (int)ExitCode.Usage;
            }

            if (line.GetValue(paths) is not { Length: > 0 } files)
            {
                console.Error.WriteLine("localmig: which schema file? Try 'localmig lint --help'.");
                return (int)ExitCode.Usage;
            }

            LintOptions options = line.GetValue(profile) is { } form ? ProfileDocumentation.LintOptions(ReviewVerb.ProfileOf(form)) : new LintOptions();
            options = options with { Rules = chosen.Length == 0 ? null : new HashSet<string>(chosen, StringComparer.OrdinalIgnoreCase) };
            return Lint(files, SchemaVerb.Dialect(line.GetValue(dialect)), options, line.GetValue(format)!, console);
        });
        return verb;
    }

    private static int Lint(string[] files, SchemaDialect dialect, LintOptions options, string format, ToolConsole console)
    {
        List<Finding> found = [];
        foreach (string path in files)
        {
            Result<SchemaSource, string> read = SchemaSource.Read(path, new DiskSchemaFiles(), dialect);
            if (!read.TryGet(out SchemaSource? schema, out string? unreadable))
            {
                console.Error.WriteLine($"localmig: {unreadable}");
                return (int)ExitCode.Usage;
            }

            found.AddRange(schema.Findings);
            found.AddRange(Linter.Run(schema, options));
        }

        if (format == "sarif")
            console.Out.WriteLine(SarifLog.Write(found, ReviewVerb.ToolVersion));
        foreach (Finding finding in format == "sarif" ? [] : found)
            console.Out.WriteLine(Line(finding, format));
        console.Error.WriteLine(found.Count == 1 ? "1 finding" : $"{found.Count} findings");
        return (int)(found.Count == 0 ? ExitCode.Passed : ExitCode.Failed);
    }

    // What QEMU's generator finds has its form; what the rules find names the rule.
    private static string Line(Finding finding, string format)
    {
        if (format == "github")
            return GitHubAnnotations.Format(finding);
        return LintRules.TryFind(finding.Rule, out _) ? $"{finding.Place}: {finding.Message} [{finding.Rule}]" : finding.ToString();
    }

    private static int List(ToolConsole console)
    {
        foreach (LintRule rule in LintRules.All)
            console.Out.WriteLine($"{rule.Id}  {rule.Level.ToString().ToUpperInvariant(),-6}  {rule.Text} ({rule.Source})");
        return (int)ExitCode.Passed;
    }
}
