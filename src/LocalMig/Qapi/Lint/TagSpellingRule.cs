using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>Tags as QEMU knows them: with a capital letter, a colon right behind it, and a blank line before.</summary>
public sealed class TagSpellingRule : LintRule
{
    internal TagSpellingRule()
        : base("LM-DOC-05", RuleLevel.Must, "a tagged section is spelt Since:, Returns:, Errors: or TODO:, and follows a blank line", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large it is");

    /// <inheritdoc/>
    public override string Bad => """
        ##
        # @Thing:
        #
        # What it is for.
        #
        # @size: how large it is
        #
        # since: 9.0
        ##
        { 'struct': 'Thing', 'data': { 'size': 'int' } }

        """;

    private static readonly (string Word, string Tag)[] Words =
    [
        ("since", "Since:"), ("return", "Returns:"), ("returns", "Returns:"), ("error", "Errors:"), ("errors", "Errors:"),
        ("todo", "TODO:"), ("fixme", "TODO:"), ("features", "Features:"), ("feature", "Features:"),
    ];

    internal override void Check(LintSubject subject, LintReport report)
    {
        if (subject.Doc.Symbol is null)
            return;
        foreach (DocSection section in subject.Doc.Sections)
        {
            foreach (DocLine line in section.Lines)
            {
                // What stands on the tag's own line is the section's text, and a tag is never indented.
                if (line.Indentation == 0 && line.Column == 3 && Wanted(line.Text) is { } wanted)
                    report.Add(this, line.Number, line.Column, $"'{FirstWord(line.Text)}' is no tag; '{wanted}' after a blank line is");
            }

            if (section.Kind is DocSectionKind.Since or DocSectionKind.Returns or DocSectionKind.Errors or DocSectionKind.Todo
                && !subject.IsBlankAround(section.Line - 1))
                report.Add(this, section.Line, 3, $"'{subject.Doc.File.Line(section.Line).Trim('#', ' ').Split(':')[0]}:' needs a blank line before it");
        }
    }

    // "Since 7.1", "since: 7.1", "Since : 7.1", "Return: a list", and a right tag in the middle of a paragraph.
    private static string? Wanted(string text)
    {
        int end = 0;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
            end++;
        int tag = Array.FindIndex(Words, w => w.Word.Equals(text[..end], StringComparison.OrdinalIgnoreCase));
        if (tag < 0)
            return null;
        string rest = text[end..].TrimStart();
        bool colon = rest.StartsWith(':') && !rest.StartsWith("::", StringComparison.Ordinal);
        bool release = Words[tag].Word == "since" && rest.Length > 0 && char.IsAsciiDigit(rest[0]);
        return colon || release ? Words[tag].Tag : null;
    }

    private static string FirstWord(string text) => text.Split(' ', 2)[0];
}
