using System.Buffers;
using System.Text;
using LocalMig.Json;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>Parses the JSON of an example, where <c>...</c> or <c>... text ...</c> stands for anything left out.</summary>
internal sealed class ExampleParser
{
    /// <summary>The problem of an example that goes deeper than any message.</summary>
    public const string TooDeep = "nested too deep";

    private const int Deepest = 200;
    private static readonly SearchValues<char> Structural = SearchValues.Create("{}[]:,\"'");

    private readonly string _text;
    private readonly List<(int Offset, DocLine Line, int From)> _lines = [];
    private int _at;
    private int _depth;

    /// <summary>Takes lines, the first one from a position on.</summary>
    public ExampleParser(IReadOnlyList<DocLine> lines, int from)
    {
        StringBuilder text = new();
        foreach (DocLine line in lines)
        {
            int start = _lines.Count == 0 ? from : 0;
            _lines.Add((text.Length, line, start));
            text.Append(line.Text, start, line.Text.Length - start).Append('\n');
        }

        _text = text.ToString();
    }

    /// <summary>The first thing that is wrong, or null.</summary>
    public ExampleProblem? Problem { get; private set; }

    /// <summary>Parses one value, and that nothing but elisions follows.</summary>
    public ExampleValue? Parse()
    {
        ExampleValue? value = Value();
        while (value is not null && SkipElision())
        {
        }

        Blanks();
        if (value is not null && _at < _text.Length)
            Fail("text behind the message");
        return Problem is null ? value : null;
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private ExampleValue? Value()
    {
        Blanks();
        (int line, int column) = Place(_at);
        if (SkipElision())
            return new ExampleValue(ExampleKind.Elided, line, column);
        switch (Current)
        {
            case '{':
                return Nested(new ExampleValue(ExampleKind.Object, line, column), '}');
            case '[':
                return Nested(new ExampleValue(ExampleKind.Array, line, column), ']');
            case '"' or '\'':
                return String() is { } text ? new ExampleValue(ExampleKind.String, line, column) { Text = text } : null;
            default:
                return Word(line, column);
        }
    }

    private ExampleValue? Nested(ExampleValue value, char end)
    {
        if (++_depth > Deepest)
            return Fail(TooDeep);
        _at++;
        bool comma = true;
        bool afterComma = false;
        while (true)
        {
            Blanks();
            if (SkipElision())
            {
                value.HasElision = true;
                (comma, afterComma) = (true, false);
                Blanks();
                if (Current == ',')
                    _at++;
                continue;
            }

            if (Current == end && !afterComma)
            {
                _at++;
                _depth--;
                return value;
            }

            if (!comma)
                return Fail($"expected ',' or '{end}'");
            if (!(end == '}' ? Member(value) : Item(value)))
                return null;
            Blanks();
            comma = afterComma = Current == ',';
            if (comma)
                _at++;
        }
    }

    private bool Member(ExampleValue value)
    {
        (int line, int column) = Place(_at);
        if (Current is not ('"' or '\''))
            return Fail("expected a name in quotes") is not null;
        if (String() is not { } name)
            return false;
        if (value[name] is not null)
            return Fail($"'{name}' stands twice") is not null;
        Blanks();
        if (Current != ':')
            return Fail("expected ':'") is not null;
        _at++;
        if (Value() is not { } member)
            return false;
        value.Members.Add((name, member, line, column));
        return true;
    }

    private bool Item(ExampleValue value)
    {
        if (Value() is not { } item)
            return false;
        value.Items.Add(item);
        return true;
    }

    private string? String()
    {
        char quote = _text[_at];
        int from = ++_at;
        while (Current != quote)
        {
            if (Current is '\n' or '\0')
            {
                Fail("a string without its end");
                return null;
            }

            _at += Current == '\\' ? 2 : 1;
        }

        return _text[from..Math.Min(_at++, _text.Length)];
    }

    private ExampleValue? Word(int line, int column)
    {
        int from = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '-' or '+' or '.'))
            _at++;
        // Numbers and words are those of the wire: neither 01 nor --5 is any.
        if (JsonText.Parse(_text[from.._at]).TryGet(out JsonValue? value, out _))
            return new ExampleValue(Kind(value), line, column);
        _at = from;
        return Fail("expected a value");
    }

    private static ExampleKind Kind(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => ExampleKind.Null,
        JsonKind.Boolean => ExampleKind.Boolean,
        JsonKind.Double => ExampleKind.Number,
        _ => ExampleKind.Integer,
    };

    // Three dots, and text up to the next three dots where they stand in the same line.
    private bool SkipElision()
    {
        Blanks();
        if (!_text.AsSpan(_at).StartsWith("...", StringComparison.Ordinal))
            return false;
        _at += 3;
        int lineEnd = _text.IndexOf('\n', _at);
        int more = _text.IndexOf("...", _at, lineEnd - _at, StringComparison.Ordinal);
        if (more >= 0 && _text.AsSpan(_at, more - _at).IndexOfAny(Structural) < 0)
            _at = more + 3;
        return true;
    }

    private void Blanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n')
            _at++;
    }

    private ExampleValue? Fail(string text)
    {
        (int line, int column) = Place(Math.Min(_at, _text.Length - 1));
        Problem ??= new ExampleProblem(line, column, text);
        return null;
    }

    private (int Line, int Column) Place(int offset)
    {
        int low = 0;
        int high = _lines.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_lines[middle].Offset <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        return (_lines[low].Line.Number, _lines[low].Line.Column + _lines[low].From + offset - _lines[low].Offset);
    }
}
