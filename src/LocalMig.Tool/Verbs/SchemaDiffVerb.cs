using System.CommandLine;
using LocalMig.Descriptors;
using LocalMig.Qapi.Compare;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;
using LocalMig.Qmp;
using LocalMig.Suite;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig schema diff</c>: compares schemas, recorded answers and running implementations.</summary>
internal static class SchemaDiffVerb
{
    /// <summary>The command with its options.</summary>
    public static Command Create(ToolConsole console)
    {
        var old = new Argument<string>("OLD") { Description = "A schema file, an answer of query-qmp-schema, or qmp:SOCKET." };
        var now = new Argument<string>("NEW") { Description = "The same." };
        var defined = new Option<string[]>("--define") { Description = "A name that holds in conditions; may be given several times. Default: all that occur." };
        var diff = new Command("diff", "Tells what differs between two schemas, and what of it breaks clients.") { old, now, defined };
        diff.SetAction(line =>
        {
            string[] names = line.GetValue(defined) ?? [];
            HashSet<string>? conditions = names.Length == 0 ? null : names.ToHashSet(StringComparer.Ordinal);
            if (!Read(line.GetValue(old)!, conditions).TryGet(out SchemaDocument? older, out string? problem)
                || !Read(line.GetValue(now)!, conditions).TryGet(out SchemaDocument? newer, out problem))
            {
                console.Error.WriteLine($"localmig: {problem}");
                return (int)ExitCode.Usage;
            }

            return Report(older, newer, console);
        });
        return diff;
    }

    private static int Report(SchemaDocument older, SchemaDocument newer, ToolConsole console)
    {
        IReadOnlyList<SchemaChange> changes = SchemaDiff.Compare(older.Schema, newer.Schema);
        foreach (SchemaChange change in changes)
            console.Out.WriteLine(change);
        IReadOnlyList<Finding> undated = older.Source is null || newer.Source is null ? [] : Undated(older.Source, newer.Source);
        foreach (Finding finding in undated)
            console.Out.WriteLine($"{finding.Place}: {finding.Message} [{finding.Rule}]");
        int breaking = changes.Count(static c => c.Breaks);
        console.Error.WriteLine($"{changes.Count} changes, {breaking} of them break clients, {undated.Count} additions lack their release");
        return (int)(breaking + undated.Count == 0 ? ExitCode.Passed : ExitCode.Failed);
    }

    // Members that are new in an old definition, and new definitions.
    private static List<Finding> Undated(SchemaSource older, SchemaSource newer)
    {
        var options = new LintOptions { Base = older, Rules = new HashSet<string>(StringComparer.Ordinal) { "LM-DOC-10", "LM-DOC-28" } };
        HashSet<string> known = [.. older.Definitions.Select(static d => $"{d.Meta} '{d.Name}'")];
        return [.. Linter.Run(newer, options).Where(f => f.Rule == "LM-DOC-10" || (f.Definition.Length > 0 && !known.Contains(f.Definition)))];
    }

    private static Result<SchemaDocument, string> Read(string name, HashSet<string>? conditions)
    {
        if (!name.StartsWith("qmp:", StringComparison.Ordinal))
            return SchemaDocument.Read(name, new DiskSchemaFiles(), conditions);
        Deadline deadline = Deadline.After(TimeSpan.FromSeconds(10));
        if (!QmpClient.Connect(name["qmp:".Length..], deadline).TryGet(out QmpClient? client, out ParseError? error))
            return error.ToString();
        using (client)
        {
            if (!client.Negotiate(deadline).TryGet(out _, out error)
                || !client.Execute("query-qmp-schema", null, deadline).TryGet(out QmpReply? reply, out error))
                return error.ToString();
            return reply.Return is { } answer ? SchemaDocument.Of(answer) : $"{name}: {reply.Error}";
        }
    }
}
