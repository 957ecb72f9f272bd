using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>Lines of at most 70 characters; literal text and addresses may be wider.</summary>
public sealed class LineWidthRule : LintRule
{
    internal LineWidthRule()
        : base("LM-DOC-01", RuleLevel.Must, "a line of documentation has at most 70 characters, its # included", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large it is, in bytes");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: how large it is, in bytes, with everything else that belongs to it");

    internal override void Check(LintSubject subject, LintReport report)
    {
        HashSet<int> literal = [.. LiteralLines(subject)];
        foreach (DocLine line in subject.Doc.Lines)
        {
            int width = line.Text.Length + 2;
            if (width > DocLineFormat.Width && !line.Text.Contains("://", StringComparison.Ordinal) && !literal.Contains(line.Number))
                report.Add(this, line.Number, line.Column - 2 + DocLineFormat.Width, $"this line has {width} characters, {width - DocLineFormat.Width} too many");
        }
    }

    /// <summary>The lines of literal blocks and examples, which are as wide as they are.</summary>
    internal static IEnumerable<int> LiteralLines(LintSubject subject) => subject.Doc.Sections
        .SelectMany(subject.Blocks)
        .Where(static b => b.Kind is DocBlockKind.Literal or DocBlockKind.Example)
        .SelectMany(static b => b.Lines)
        .Select(static l => l.Number);
}
