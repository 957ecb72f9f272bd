using System.CommandLine;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;
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
        var list = new Option<bool>("--list") { Description = "List the rules." };
        Option<string> dialect = SchemaVerb.DialectOption();
        var verb = new Verb(
            "lint",
            "Checks the documentation in schema files against the rules LM-DOC-nn.",
            ("localmig lint qapi/migration.json", "reports what is wrong, and with which rule it is wrong"),
            ("localmig lint --list", "lists the rules"))
        {
            paths, rules, list, dialect,
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

            var options = new LintOptions { Rules = chosen.Length == 0 ? null : new HashSet<string>(chosen, StringComparer.OrdinalIgnoreCase) };
            return Lint(files, SchemaVerb.Dialect(line.GetValue(dialect)), options, console);
        });
        return verb;
    }

    private static int Lint(string[] files, SchemaDialect dialect, LintOptions options, ToolConsole console)
    {
        int found = 0;
        foreach (string path in files)
        {
            Result<SchemaSource, string> read = SchemaSource.Read(path, new DiskSchemaFiles(), dialect);
            if (!read.TryGet(out SchemaSource? schema, out string? unreadable))
            {
                console.Error.WriteLine($"localmig: {unreadable}");
                return (int)ExitCode.Usage;
            }

            IReadOnlyList<Finding> remarks = Linter.Run(schema, options);
            foreach (Finding finding in schema.Findings)
                console.Out.WriteLine(finding);
            foreach (Finding finding in remarks)
                console.Out.WriteLine($"{finding.Place}: {finding.Message} [{finding.Rule}]");
            found += schema.Findings.Count + remarks.Count;
        }

        console.Error.WriteLine(found == 1 ? "1 finding" : $"{found} findings");
        return (int)(found == 0 ? ExitCode.Passed : ExitCode.Failed);
    }

    private static int List(ToolConsole console)
    {
        foreach (LintRule rule in LintRules.All)
            console.Out.WriteLine($"{rule.Id}  {rule.Level.ToString().ToUpperInvariant(),-6}  {rule.Text} ({rule.Source})");
        return (int)ExitCode.Passed;
    }
}
