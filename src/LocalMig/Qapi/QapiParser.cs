using LocalMig.Wire;

namespace LocalMig.Qapi;

/// <summary>Parses the text of a schema file into its expressions. What they mean is <see cref="SchemaBuilder"/>'s.</summary>
public sealed class QapiParser
{
    private readonly QapiLexer _lexer;
    private readonly Limits _limits;
    private QapiToken _token;
    private ParseError? _error;
    private int _depth;

    private QapiParser(string text, string file, Limits limits)
    {
        _lexer = new QapiLexer(text, file);
        _limits = limits;
        Advance();
    }

    /// <summary>Parses a whole file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="file">Its name, for error places.</param>
    /// <param name="limits">How deep expressions may be nested; <see cref="Limits.Untrusted"/> if not given.</param>
    /// <returns>The expressions in order, or the first error with its place as <c>file:line:column</c>.</returns>
    public static Result<IReadOnlyList<QapiExpression>, ParseError> Parse(string text, string file, Limits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        QapiParser parser = new(text, file, limits ?? Limits.Untrusted);
        List<QapiExpression> expressions = [];
        string documentation = "";
        while (parser._error is null && parser._token.Kind != QapiTokenKind.End)
        {
            if (parser._token.Kind == QapiTokenKind.Documentation)
            {
                documentation = parser._token.Text;
                parser.Advance();
            }
            else if (parser.ParseObject() is { } found)
            {
                expressions.Add(new QapiExpression(found, documentation));
                documentation = "";
            }
        }

        return parser._error is null ? expressions : parser._error;
    }

    private QapiNode? ParseNode()
    {
        QapiToken token = _token;
        switch (token.Kind, token.Text)
        {
            case (QapiTokenKind.Punctuation, "{"):
                return ParseObject();
            case (QapiTokenKind.Punctuation, "["):
                return ParseList();
            case (QapiTokenKind.String, _):
                Advance();
                return new QapiString(token.Place, token.Text);
            case (QapiTokenKind.Boolean, _):
                Advance();
                return new QapiBoolean(token.Place, token.Text == "true");
            default:
                Fail("expected '{', '[', string, or boolean");
                return null;
        }
    }

    private QapiObject? ParseObject()
    {
        QapiPlace place = _token.Place;
        if (!Enter("{"))
            return null;
        List<(QapiString, QapiNode)> members = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        bool more = !Accept("}");
        while (more)
        {
            QapiToken key = _token;
            if (key.Kind != QapiTokenKind.String)
                return Fail<QapiObject>("expected string");
            Advance();
            if (!Expect(":"))
                return null;
            if (!keys.Add(key.Text))
                return Fail<QapiObject>($"duplicate key \"{key.Text}\"");
            if (ParseNode() is not { } value)
                return null;
            members.Add((new QapiString(key.Place, key.Text), value));
            more = Accept(",");
            if (!more && !Expect("}"))
                return null;
        }

        _depth--;
        return new QapiObject(place, members);
    }

    private QapiList? ParseList()
    {
        QapiPlace place = _token.Place;
        if (!Enter("["))
            return null;
        List<QapiNode> items = [];
        bool more = !Accept("]");
        while (more)
        {
            if (ParseNode() is not { } item)
                return null;
            items.Add(item);
            more = Accept(",");
            if (!more && !Expect("]"))
                return null;
        }

        _depth--;
        return new QapiList(place, items);
    }

    private bool Enter(string opener)
    {
        if (!Expect(opener))
            return false;
        if (++_depth <= _limits.JsonDepth)
            return true;
        _error = new ParseError(Errors.LimitExceeded, _token.Offset, _token.Place.ToString(), $"nested deeper than {_limits.JsonDepth}");
        return false;
    }

    private bool Accept(string punctuation)
    {
        if (_error is not null || _token.Kind != QapiTokenKind.Punctuation || _token.Text != punctuation)
            return false;
        Advance();
        return true;
    }

    private bool Expect(string punctuation)
    {
        if (Accept(punctuation))
            return true;
        Fail($"expected '{punctuation}'");
        return false;
    }

    private void Advance()
    {
        if (_lexer.Next().TryGet(out QapiToken token, out ParseError? error))
            _token = token;
        else
            _error ??= error;
    }

    private T? Fail<T>(string detail)
        where T : class
    {
        Fail(detail);
        return null;
    }

    private void Fail(string detail) =>
        _error ??= new ParseError(Errors.QapiSyntax, _token.Offset, _token.Place.ToString(), detail);
}
