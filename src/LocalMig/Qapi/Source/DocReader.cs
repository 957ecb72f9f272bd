using LocalMig.Wire;

namespace LocalMig.Qapi.Source;

/// <summary>Takes a documentation comment out of the tokens of a file.</summary>
internal sealed class DocReader(SchemaFile file, SchemaLexer lexer, SchemaDialect dialect, List<Finding> findings)
{
    private static readonly string Rule = Errors.QapiDocumentation.Code;

    private readonly List<(int Order, Finding Finding)> _found = [];
    private readonly List<DocLine> _lines = [];

    /// <summary>Reads the comment whose first mark is the lexer's current token, and leaves the lexer behind it.</summary>
    /// <returns>The comment, and whether the file can be read on from there.</returns>
    public (DocComment Doc, bool Usable) Read()
    {
        int start = lexer.Line;
        if (lexer.Value != "##")
            Syntax(start, lexer.Column, SchemaTexts.JunkAtStart);
        bool closed = ReadLines();
        (int endLine, int endColumn) = (lexer.Line, lexer.Column);
        DocComment doc = DocParser.Parse(
            file,
            start,
            _lines,
            dialect,
            (line, message) => Syntax(line < 0 ? endLine : line, line < 0 ? endColumn : ColumnOf(line), message),
            (line, message) => Semantic(line, message));
        doc.EndLine = endLine;

        // What is found at the end about an earlier line comes after all that is found on the way.
        foreach ((_, Finding finding) in _found.OrderBy(static f => f.Order))
            findings.Add(finding);
        if (closed)
            lexer.Next();
        return (doc, closed);
    }

    // True where the closing mark was found; the lexer then stands on it.
    private bool ReadLines()
    {
        DocLineFormat format = new();
        while (true)
        {
            lexer.Next(comments: true);
            if (lexer.Kind == SchemaTokenKind.Bad)
            {
                Syntax(lexer.Line, lexer.Column, lexer.Value);
                return false;
            }

            if (lexer.Kind != SchemaTokenKind.Comment)
            {
                Syntax(lexer.Line, lexer.Column, SchemaTexts.CommentEnd);
                return false;
            }

            string text = lexer.Value;
            if (text.StartsWith("##", StringComparison.Ordinal))
            {
                if (text.Length > 2)
                    Syntax(lexer.Line, lexer.Column, SchemaTexts.JunkAtEnd);
                return true;
            }

            if (text.Length > 1 && text[1] != ' ')
                Syntax(lexer.Line, lexer.Column, SchemaTexts.SpaceAfterHash);
            DocLine line = new(lexer.Line, lexer.Column + 2, text.Length <= 2 ? "" : text[2..].TrimEnd());
            _lines.Add(line);
            if (dialect != SchemaDialect.Qemu100 && format.Check(line, out int offset) is { } message)
                Syntax(line.Number, offset < 0 ? lexer.Column : line.Column + offset, message);
        }
    }

    private int ColumnOf(int line)
    {
        foreach (DocLine candidate in _lines)
        {
            if (candidate.Number == line)
                return candidate.Column - 2;
        }

        return 1;
    }

    private void Syntax(int line, int column, string message) => _found.Add((line, new Finding(Rule, file, line, column, message)));

    private void Semantic(int line, string message)
    {
        bool atEnd = message.StartsWith("text required", StringComparison.Ordinal);
        _found.Add((atEnd ? int.MaxValue : line, new Finding(Rule, file, line, 0, message)));
    }
}
