using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Docs;

/// <summary>What a block of documentation text is.</summary>
public enum DocBlockKind
{
    /// <summary>Sentences.</summary>
    Paragraph,

    /// <summary>An item of a list, with its mark.</summary>
    ListItem,

    /// <summary>Text that is shown as it stands.</summary>
    Literal,

    /// <summary>A line that begins with <c>.. name::</c>, or one of its options.</summary>
    Directive,

    /// <summary>QMP: what stands in a <c>.. qmp-example::</c>.</summary>
    Example,
}

/// <summary>A block of documentation text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Lines">Its lines, as they stand.</param>
public sealed record DocBlock(DocBlockKind Kind, IReadOnlyList<DocLine> Lines)
{
    /// <summary>Whether it consists of sentences.</summary>
    public bool IsProse => Kind is DocBlockKind.Paragraph or DocBlockKind.ListItem;

    /// <summary>Splits lines into blocks.</summary>
    /// <param name="lines">The lines of a section.</param>
    public static IReadOnlyList<DocBlock> Split(IReadOnlyList<DocLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        List<DocBlock> blocks = [];
        new Splitter(lines, blocks).Run();
        return blocks;
    }

    /// <summary>The length of a list mark with the blanks behind it (<c>* </c>, <c>- </c>, <c>1. </c>); 0 for no item.</summary>
    internal static int ListMark(string text, int from)
    {
        int at = from;
        if (at < text.Length && text[at] is '*' or '-')
        {
            at++;
        }
        else
        {
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if (at == from || at >= text.Length || text[at] != '.')
                return 0;
            at++;
        }

        int blanks = at;
        while (blanks < text.Length && text[blanks] == ' ')
            blanks++;
        return blanks == at ? 0 : blanks - from;
    }

    private sealed class Splitter(IReadOnlyList<DocLine> lines, List<DocBlock> blocks)
    {
        private int _at;

        // The indentation below which an example that is running ends; -1 outside of one.
        private int _exampleBelow = -1;
        private bool _annotated;

        public void Run()
        {
            while (_at < lines.Count)
            {
                DocLine line = lines[_at];
                if (line.IsBlank)
                {
                    _at++;
                    continue;
                }

                if (_exampleBelow >= 0 && line.Indentation <= _exampleBelow)
                    _exampleBelow = -1;
                if (line.Text.AsSpan(line.Indentation).StartsWith(".. ", StringComparison.Ordinal))
                    Directive(line);
                else if (_exampleBelow >= 0 && !_annotated)
                    Indented(DocBlockKind.Example, _exampleBelow + 1);
                else
                    Prose(line);
            }
        }

        private void Directive(DocLine line)
        {
            int indent = line.Indentation;
            string text = line.Text[indent..];
            List<DocLine> own = [line];
            _at++;
            while (_at < lines.Count && lines[_at].Indentation > indent && lines[_at].Text.AsSpan().TrimStart().StartsWith(":"))
                own.Add(lines[_at++]);
            blocks.Add(new DocBlock(DocBlockKind.Directive, own));
            if (text.StartsWith(".. qmp-example::", StringComparison.Ordinal))
            {
                _exampleBelow = indent;
                _annotated = own.Exists(static l => l.Text.Contains(":annotated:", StringComparison.Ordinal));
            }
            else if (text.StartsWith(".. code-block::", StringComparison.Ordinal))
            {
                Indented(DocBlockKind.Literal, indent + 1);
            }
        }

        private void Prose(DocLine first)
        {
            int mark = ListMark(first.Text, first.Indentation);
            int indent = first.Indentation;
            List<DocLine> own = [first];
            _at++;
            while (_at < lines.Count && !lines[_at].IsBlank
                && ListMark(lines[_at].Text, lines[_at].Indentation) == 0)
                own.Add(lines[_at++]);
            bool literal = own[^1].Text.EndsWith("::", StringComparison.Ordinal);
            // A line of two colons alone is only the mark of the block that follows.
            if (own.Count > 1 || own[0].Text.Trim() != "::")
                blocks.Add(new DocBlock(mark > 0 ? DocBlockKind.ListItem : DocBlockKind.Paragraph, own));
            if (literal)
                Indented(_exampleBelow >= 0 ? DocBlockKind.Example : DocBlockKind.Literal, indent + 1);
        }

        // Everything that is indented at least so far, blank lines in between included.
        private void Indented(DocBlockKind kind, int least)
        {
            List<DocLine> own = [];
            for (int next = _at; next < lines.Count; next++)
            {
                if (lines[next].IsBlank)
                    continue;
                if (lines[next].Indentation < least)
                    break;
                while (_at <= next)
                    own.Add(lines[_at++]);
            }

            if (own.Count > 0)
                blocks.Add(new DocBlock(kind, own));
            else if (_at < lines.Count && lines[_at].IsBlank)
                _at++;
        }
    }
}
