using LocalMig.Wire;

namespace LocalMig.Qapi.Source;

/// <summary>The grammar of expressions: objects, lists, strings and booleans.</summary>
/// <param name="lexer">Where the tokens come from; stands at the expression's first token.</param>
/// <param name="limits">How deep expressions may be nested.</param>
/// <param name="fail">Takes the one error, at the lexer's current token.</param>
internal sealed class ExpressionParser(SchemaLexer lexer, Limits limits, Action<ErrorRule, string> fail)
{
    // Most objects of a schema are small: a scan beats a table there.
    private const int ScannedUpTo = 24;

    private int _depth;

    /// <summary>Reads one expression and leaves the lexer behind it; null after an error.</summary>
    public QapiNode? Parse()
    {
        _depth = 0;
        return Value();
    }

    private QapiNode? Value()
    {
        QapiPlace place = lexer.Place;
        switch (lexer.Kind)
        {
            case SchemaTokenKind.LeftBrace or SchemaTokenKind.LeftBracket:
                if (_depth == limits.JsonDepth)
                {
                    fail(Errors.LimitExceeded, $"nested deeper than {limits.JsonDepth}");
                    return null;
                }

                _depth++;
                QapiNode? node = lexer.Kind == SchemaTokenKind.LeftBrace ? Object(place) : List(place);
                _depth--;
                return node;
            case SchemaTokenKind.String:
                string text = lexer.Value;
                lexer.Next();
                return new QapiString(place, text);
            case SchemaTokenKind.True or SchemaTokenKind.False:
                bool value = lexer.Kind == SchemaTokenKind.True;
                lexer.Next();
                return new QapiBoolean(place, value);
            default:
                return Fail(SchemaTexts.ExpectedValue);
        }
    }

    private QapiNode? Object(QapiPlace place)
    {
        lexer.Next();
        List<(QapiString Key, QapiNode Value)> members = [];
        if (lexer.Kind == SchemaTokenKind.RightBrace)
        {
            lexer.Next();
            return new QapiObject(place, members);
        }

        HashSet<string>? keys = null;
        string expected = SchemaTexts.ExpectedKeyOrEnd;
        while (lexer.Kind == SchemaTokenKind.String)
        {
            QapiString key = new(lexer.Place, lexer.Value);
            lexer.Next();
            if (lexer.Kind != SchemaTokenKind.Colon)
                return Fail(SchemaTexts.ExpectedColon);
            lexer.Next();
            if (lexer.Kind == SchemaTokenKind.Bad)
                return Fail("");
            if (members.Count == ScannedUpTo)
                keys = [.. members.Select(static m => m.Key.Value)];
            if (keys is null ? Contains(members, key.Value) : !keys.Add(key.Value))
                return Fail(SchemaTexts.DuplicateKey(key.Value));
            if (Value() is not { } value)
                return null;
            members.Add((key, value));
            if (lexer.Kind == SchemaTokenKind.RightBrace)
            {
                lexer.Next();
                return new QapiObject(place, members);
            }

            if (lexer.Kind != SchemaTokenKind.Comma)
                return Fail(SchemaTexts.ExpectedMemberSeparator);
            lexer.Next();
            expected = SchemaTexts.ExpectedKey;
        }

        return Fail(expected);
    }

    private QapiNode? List(QapiPlace place)
    {
        lexer.Next();
        List<QapiNode> items = [];
        if (lexer.Kind == SchemaTokenKind.RightBracket)
        {
            lexer.Next();
            return new QapiList(place, items);
        }

        if (lexer.Kind is not (SchemaTokenKind.LeftBrace or SchemaTokenKind.LeftBracket or SchemaTokenKind.String
            or SchemaTokenKind.True or SchemaTokenKind.False))
            return Fail(SchemaTexts.ExpectedItem);
        while (true)
        {
            if (Value() is not { } item)
                return null;
            items.Add(item);
            if (lexer.Kind == SchemaTokenKind.RightBracket)
            {
                lexer.Next();
                return new QapiList(place, items);
            }

            if (lexer.Kind != SchemaTokenKind.Comma)
                return Fail(SchemaTexts.ExpectedItemSeparator);
            lexer.Next();
        }
    }

    private static bool Contains(List<(QapiString Key, QapiNode Value)> members, string key)
    {
        foreach ((QapiString name, _) in members)
        {
            if (string.Equals(name.Value, key, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    // Text that is no token is an error of its own, whatever was expected in its place.
    private QapiNode? Fail(string message)
    {
        fail(Errors.QapiSyntax, lexer.Kind == SchemaTokenKind.Bad ? lexer.Value : message);
        return null;
    }
}
