using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>Collects what the rules find in one comment.</summary>
internal sealed class LintReport(List<Finding> findings, SchemaFile file, string definition)
{
    /// <summary>Adds a finding at a place.</summary>
    public void Add(LintRule rule, int line, int column, string message) => findings.Add(new Finding(rule.Id, file, line, column, message)
    {
        Definition = definition,
        Severity = rule.Level switch
        {
            RuleLevel.Must => FindingSeverity.Error,
            RuleLevel.Should => FindingSeverity.Warning,
            _ => FindingSeverity.Note,
        },
    });

    /// <summary>Adds a finding at a character of a paragraph.</summary>
    public void Add(LintRule rule, DocProse prose, int offset, string message)
    {
        (int line, int column) = prose.Place(offset);
        Add(rule, line, column, message);
    }
}
