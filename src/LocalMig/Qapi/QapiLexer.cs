using System.Text;
using LocalMig.Wire;

namespace LocalMig.Qapi;

/// <summary>What a token of the schema language is.</summary>
internal enum QapiTokenKind
{
    End,
    Punctuation,
    String,
    Boolean,
    Documentation,
}

/// <summary>A token: punctuation as itself, a string without its quotes, a documentation comment without its marks.</summary>
internal readonly record struct QapiToken(QapiTokenKind Kind, string Text, QapiPlace Place, int Offset);

/// <summary>Splits the text of a schema into tokens. Plain comments are left out, documentation comments are kept.</summary>
internal sealed class QapiLexer(string text, string file)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    /// <summary>The next token, or what is wrong with the text there.</summary>
    public Result<QapiToken, ParseError> Next()
    {
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c == '\n')
            {
                _at++;
                _line++;
                _lineStart = _at;
            }
            else if (c is ' ' or '\t' or '\r')
            {
                _at++;
            }
            else if (c != '#')
            {
                return Token(c);
            }
            else if (IsDocumentationMark())
            {
                return Documentation();
            }
            else
            {
                SkipLine();
            }
        }

        return Make(QapiTokenKind.End, "");
    }

    private Result<QapiToken, ParseError> Token(char c)
    {
        if (c is '{' or '}' or '[' or ']' or ':' or ',')
        {
            QapiToken token = Make(QapiTokenKind.Punctuation, c.ToString());
            _at++;
            return token;
        }

        if (c == '\'')
            return String();
        foreach (string word in (string[])["true", "false"])
        {
            if (!text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
                continue;
            QapiToken token = Make(QapiTokenKind.Boolean, word);
            _at += word.Length;
            return token;
        }

        return Fail($"stray '{c}'");
    }

    private Result<QapiToken, ParseError> String()
    {
        QapiToken token = Make(QapiTokenKind.String, "");
        StringBuilder value = new();
        for (_at++; _at < text.Length && text[_at] != '\n'; _at++)
        {
            char c = text[_at];
            if (c == '\'')
            {
                _at++;
                return token with { Text = value.ToString() };
            }

            if (c == '\\')
            {
                _at++;
                if (_at >= text.Length || text[_at] != '\\')
                    return Fail("unknown escape");
            }
            else if (c is < ' ' or > '~')
            {
                return Fail("only printable ASCII may stand in a string");
            }

            value.Append(text[_at]);
        }

        return Fail("missing terminating \"'\"");
    }

    private bool IsDocumentationMark() =>
        text.AsSpan(_at).StartsWith("##", StringComparison.Ordinal) && (_at + 2 == text.Length || text[_at + 2] is '\n' or '\r');

    private Result<QapiToken, ParseError> Documentation()
    {
        QapiToken token = Make(QapiTokenKind.Documentation, "");
        StringBuilder lines = new();
        SkipLine();
        while (true)
        {
            if (_at >= text.Length)
                return Fail("documentation comment must end with '##'");
            _at++;
            _line++;
            _lineStart = _at;
            while (_at < text.Length && text[_at] is ' ' or '\t')
                _at++;
            if (_at >= text.Length || text[_at] != '#')
                return Fail("documentation comment must end with '##'");
            if (IsDocumentationMark())
            {
                SkipLine();
                return token with { Text = lines.ToString() };
            }

            int from = _at + 1;
            SkipLine();
            string line = text[from.._at];
            lines.Append(line.StartsWith(' ') ? line[1..] : line).Append('\n');
        }
    }

    private void SkipLine()
    {
        while (_at < text.Length && text[_at] != '\n')
            _at++;
    }

    private QapiToken Make(QapiTokenKind kind, string value) =>
        new(kind, value, new QapiPlace(file, _line, _at - _lineStart + 1), _at);

    private ParseError Fail(string detail) =>
        new(Errors.QapiSyntax, _at, new QapiPlace(file, _line, _at - _lineStart + 1).ToString(), detail);
}
