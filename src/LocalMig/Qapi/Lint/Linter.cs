using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>Runs the rules over the documentation comments of a schema.</summary>
public static class Linter
{
    /// <summary>What the rules find, file by file and line by line; what is wrong with the schema itself is not in it.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">What the rules are told; nothing if not given.</param>
    public static IReadOnlyList<Finding> Run(SchemaSource schema, LintOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        options ??= new LintOptions();
        Dictionary<DocComment, Definition> definitions = [];
        foreach (Definition definition in schema.Definitions)
        {
            if (definition.Doc is { } doc)
                definitions.TryAdd(doc, definition);
        }

        List<Finding> findings = [];
        Lazy<IReadOnlySet<string>> names = new(() => LintSubject.KnownNamesOf(schema));
        foreach (DocComment doc in schema.Docs)
        {
            Definition? definition = definitions.GetValueOrDefault(doc);
            Run(new LintSubject(doc, definition, schema, options, names), findings);
        }

        Dictionary<SchemaFile, int> order = [];
        foreach (SchemaFile file in schema.Files)
            order.Add(file, order.Count);
        return [.. findings.OrderBy(f => order[f.File]).ThenBy(static f => f.Line).ThenBy(static f => f.Column).ThenBy(static f => f.Rule, StringComparer.Ordinal)];
    }

    /// <summary>Runs the rules over one comment.</summary>
    internal static void Run(LintSubject subject, List<Finding> findings)
    {
        string definition = subject.Definition is { } d ? $"{d.Meta} '{d.Name}'" : "";
        LintReport report = new(findings, subject.Doc.File, definition);
        foreach (LintRule rule in LintRules.All)
        {
            if (subject.Options.Rules is null || subject.Options.Rules.Contains(rule.Id))
                rule.Check(subject, report);
        }
    }
}
