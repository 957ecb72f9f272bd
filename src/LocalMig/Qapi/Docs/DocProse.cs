using System.Text;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Docs;

/// <summary>A sentence, and where it begins in its paragraph.</summary>
/// <param name="Text">The sentence in one line, with the mark at its end; literal text between double backquotes is kept.</param>
/// <param name="Offset">Where it begins in <see cref="DocProse.Text"/>.</param>
public readonly record struct DocSentence(string Text, int Offset);

/// <summary>A paragraph as one line of text that knows where each of its characters stands in the file.</summary>
public sealed class DocProse
{
    private readonly List<(int Offset, DocLine Line, int Column)> _map = [];

    /// <summary>The prose of a block: its lines without indentation and list mark, joined with one blank.</summary>
    public DocProse(DocBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        StringBuilder text = new();
        foreach (DocLine line in block.Lines)
        {
            int from = line.Indentation;
            if (text.Length > 0)
                text.Append(' ');
            else if (block.Kind == DocBlockKind.ListItem)
                from += DocBlock.ListMark(line.Text, from);
            _map.Add((text.Length, line, line.Column + from));
            text.Append(line.Text, from, line.Text.Length - from);
        }

        Text = text.ToString();
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The line and the column in the file of a character of the text.</summary>
    public (int Line, int Column) Place(int offset)
    {
        int low = 0;
        int high = _map.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_map[middle].Offset <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        return (_map[low].Line.Number, _map[low].Column + Math.Max(0, offset - _map[low].Offset));
    }

    /// <summary>The sentences: each ends with a full stop, a question or an exclamation mark before a blank, or with the text.</summary>
    public IEnumerable<DocSentence> Sentences()
    {
        int from = 0;
        bool literal = false;
        for (int i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '`' && i + 1 < Text.Length && Text[i + 1] == '`')
            {
                literal = !literal;
                i++;
                continue;
            }

            if (literal || Text[i] is not ('.' or '!' or '?') || i + 1 >= Text.Length || Text[i + 1] != ' ' || IsAbbreviation(i))
                continue;
            yield return new DocSentence(Text[from..(i + 1)], from);
            from = i + 1;
            while (from < Text.Length && Text[from] == ' ')
                from++;
            i = from - 1;
        }

        if (from < Text.Length)
            yield return new DocSentence(Text[from..], from);
    }

    // "e.g. Linux" and "i.e. the channel" go on.
    private bool IsAbbreviation(int dot) =>
        Text[dot] == '.' && dot >= 3 && Text.AsSpan(dot - 3, 4) is "e.g." or "i.e." || (dot >= 2 && Text.AsSpan(dot - 2, 3) is "vs." or "cf.");
}
