using System.Text;

namespace LocalMig.Qapi.Source;

/// <summary>What a token is.</summary>
internal enum SchemaTokenKind
{
    End,

    /// <summary>Text that is no token; <see cref="SchemaLexer.Value"/> says why.</summary>
    Bad,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Colon,
    Comma,
    String,
    True,
    False,

    /// <summary>A comment line, with its <c>#</c>. Plain comments are only given where they are asked for.</summary>
    Comment,
}

/// <summary>Takes the tokens out of a schema file, one at a time.</summary>
internal sealed class SchemaLexer(SchemaFile file)
{
    private readonly string _text = file.Text;
    private int _cursor;

    /// <summary>What the current token is.</summary>
    public SchemaTokenKind Kind { get; private set; }

    /// <summary>A string's value, a comment's text, or what is wrong.</summary>
    public string Value { get; private set; } = "";

    /// <summary>Where the token begins.</summary>
    public int Position { get; private set; }

    /// <summary>The token's line, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Where that line begins.</summary>
    public int LineStart { get; private set; }

    /// <summary>The token's column, from 1.</summary>
    public int Column => file.ColumnIn(LineStart, Position);

    /// <summary>The token's place.</summary>
    public QapiPlace Place => new(file.Path, Line, Position - LineStart + 1);

    /// <summary>Goes on to the next token.</summary>
    /// <param name="comments">Whether plain comments are tokens: they are inside a documentation comment.</param>
    public void Next(bool comments = false)
    {
        Value = "";
        while (true)
        {
            Position = _cursor;
            if (_cursor >= _text.Length)
            {
                EndAtLastLine();
                return;
            }

            char c = _text[_cursor++];
            switch (c)
            {
                case '\n' when _cursor == _text.Length:
                    Kind = SchemaTokenKind.End;
                    return;
                case '\n':
                    Line++;
                    LineStart = _cursor;
                    continue;
                case ' ':
                    continue;
                case '#':
                    // A line that begins with ## is always given: it begins or ends a documentation comment.
                    bool given = comments || _text[_cursor] == '#';
                    _cursor = _text.IndexOf('\n', _cursor);
                    if (!given)
                        continue;
                    Kind = SchemaTokenKind.Comment;
                    Value = _text[Position.._cursor];
                    return;
                case '{':
                    Kind = SchemaTokenKind.LeftBrace;
                    return;
                case '}':
                    Kind = SchemaTokenKind.RightBrace;
                    return;
                case '[':
                    Kind = SchemaTokenKind.LeftBracket;
                    return;
                case ']':
                    Kind = SchemaTokenKind.RightBracket;
                    return;
                case ':':
                    Kind = SchemaTokenKind.Colon;
                    return;
                case ',':
                    Kind = SchemaTokenKind.Comma;
                    return;
                case '\'':
                    ReadString();
                    return;
                case 't' when At("rue"):
                    Kind = SchemaTokenKind.True;
                    _cursor += 3;
                    return;
                case 'f' when At("alse"):
                    Kind = SchemaTokenKind.False;
                    _cursor += 4;
                    return;
                default:
                    if (IsSpace(c))
                        continue;
                    ReadStray();
                    return;
            }
        }
    }

    /// <summary>After an error: goes on to the next line that looks like the beginning of a definition or of a comment.</summary>
    public void Resynchronise()
    {
        _cursor = _text.IndexOf('\n', Math.Min(Position, _text.Length - 1));
        while (_cursor >= 0 && _cursor + 1 < _text.Length)
        {
            _cursor++;
            Line++;
            LineStart = _cursor;
            if (_text[_cursor] == '{' || _text.AsSpan(_cursor).StartsWith("##", StringComparison.Ordinal))
            {
                Next();
                return;
            }

            _cursor = _text.IndexOf('\n', _cursor);
        }

        _cursor = _text.Length;
        EndAtLastLine();
    }

    private void EndAtLastLine()
    {
        Position = _text.Length - 1;
        Kind = SchemaTokenKind.End;
    }

    // What counts as blank for str.isspace(): Unicode's white space and four control characters.
    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    private bool At(string rest) => _text.AsSpan(_cursor).StartsWith(rest, StringComparison.Ordinal);

    private void ReadString()
    {
        int from = _cursor;
        StringBuilder? unescaped = null;
        for (; ; _cursor++)
        {
            char c = _text[_cursor];
            switch (c)
            {
                case '\n':
                    Fail(SchemaTexts.MissingQuote);
                    return;
                case '\'':
                    Kind = SchemaTokenKind.String;
                    Value = unescaped?.ToString() ?? _text[from.._cursor];
                    _cursor++;
                    return;
                case '\\':
                    unescaped ??= new StringBuilder(_text, from, _cursor - from, 64);
                    c = _text[++_cursor];
                    if (c != '\\')
                    {
                        Fail(c == '\n' ? SchemaTexts.MissingQuote : SchemaTexts.UnknownEscape(Character(_cursor)));
                        return;
                    }

                    break;
                case < ' ' or >= '\x7f':
                    Fail(SchemaTexts.FunnyCharacter);
                    return;
            }

            unescaped?.Append(c);
        }
    }

    private string Character(int at) =>
        char.IsHighSurrogate(_text[at]) && at + 1 < _text.Length ? _text.Substring(at, 2) : _text.Substring(at, 1);

    private void ReadStray()
    {
        while (!IsSpace(_text[_cursor]) && _text[_cursor] is not ('[' or ']' or '{' or '}' or ':' or ',' or '\''))
            _cursor++;
        Fail(SchemaTexts.Stray(_text[Position.._cursor]));
    }

    private void Fail(string message)
    {
        Kind = SchemaTokenKind.Bad;
        Value = message;
    }
}
