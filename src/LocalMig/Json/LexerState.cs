namespace LocalMig.Json;

/// <summary>Where the lexer stands inside a token.</summary>
internal enum LexerState : byte
{
    /// <summary>Between tokens.</summary>
    Start,

    /// <summary>At the first byte of a token that is read byte by byte.</summary>
    Any,
    Sign,
    Zero,
    Digits,
    Point,
    Fraction,
    ExponentMark,
    ExponentSign,
    Exponent,
    Keyword,
    DoubleQuoted,
    DoubleQuotedEscape,
    SingleQuoted,
    SingleQuotedEscape,

    /// <summary>After a stray character: everything is passed over up to a byte that ends the search.</summary>
    Recovery,

    /// <summary>No state: the byte does not belong to the token and ends it.</summary>
    EndsBefore,

    /// <summary>No state: the byte is the last one of a string.</summary>
    EndsHere,

    /// <summary>No state: the byte breaks the token.</summary>
    Breaks,
}

/// <summary>The automaton of the tokens, one byte at a time.</summary>
internal static class LexerTable
{
    /// <summary>Where a byte leads.</summary>
    public static LexerState Next(LexerState state, byte b) => state switch
    {
        LexerState.Any => First(b),
        LexerState.Sign => b == '0' ? LexerState.Zero : Alphabet.IsDigit(b) ? LexerState.Digits : LexerState.Breaks,
        // An exponent does not follow a zero: the number ends there.
        LexerState.Zero => Alphabet.IsDigit(b) ? LexerState.Breaks : b == '.' ? LexerState.Point : LexerState.EndsBefore,
        LexerState.Digits => Alphabet.IsDigit(b) ? LexerState.Digits : AfterInteger(b),
        LexerState.Point => Alphabet.IsDigit(b) ? LexerState.Fraction : LexerState.Breaks,
        LexerState.Fraction => Alphabet.IsDigit(b) ? LexerState.Fraction : b is (byte)'e' or (byte)'E' ? LexerState.ExponentMark : LexerState.EndsBefore,
        LexerState.ExponentMark => b is (byte)'+' or (byte)'-' ? LexerState.ExponentSign : Alphabet.IsDigit(b) ? LexerState.Exponent : LexerState.Breaks,
        LexerState.ExponentSign => Alphabet.IsDigit(b) ? LexerState.Exponent : LexerState.Breaks,
        LexerState.Exponent => Alphabet.IsDigit(b) ? LexerState.Exponent : LexerState.EndsBefore,
        LexerState.Keyword => Alphabet.IsLetter(b) ? LexerState.Keyword : LexerState.EndsBefore,
        LexerState.DoubleQuoted => Quoted(b, (byte)'"', LexerState.DoubleQuoted, LexerState.DoubleQuotedEscape),
        LexerState.SingleQuoted => Quoted(b, (byte)'\'', LexerState.SingleQuoted, LexerState.SingleQuotedEscape),
        LexerState.DoubleQuotedEscape => BreaksString(b) ? LexerState.Breaks : LexerState.DoubleQuoted,
        LexerState.SingleQuotedEscape => BreaksString(b) ? LexerState.Breaks : LexerState.SingleQuoted,
        _ => LexerState.Breaks,
    };

    /// <summary>What a token is that ends in this state; <see cref="JsonTokenKind.Stray"/> where none can end.</summary>
    public static JsonTokenKind EndsAs(LexerState state) => state switch
    {
        LexerState.Zero or LexerState.Digits => JsonTokenKind.Integer,
        LexerState.Fraction or LexerState.Exponent => JsonTokenKind.Float,
        LexerState.Keyword => JsonTokenKind.Keyword,
        _ => JsonTokenKind.Stray,
    };

    private static LexerState First(byte b) => b switch
    {
        (byte)'"' => LexerState.DoubleQuoted,
        (byte)'\'' => LexerState.SingleQuoted,
        (byte)'-' => LexerState.Sign,
        (byte)'0' => LexerState.Zero,
        >= (byte)'1' and <= (byte)'9' => LexerState.Digits,
        >= (byte)'a' and <= (byte)'z' => LexerState.Keyword,
        _ => LexerState.Breaks,
    };

    private static LexerState AfterInteger(byte b) => b switch
    {
        (byte)'.' => LexerState.Point,
        (byte)'e' or (byte)'E' => LexerState.ExponentMark,
        _ => LexerState.EndsBefore,
    };

    private static LexerState Quoted(byte b, byte quote, LexerState inside, LexerState escape)
    {
        if (b == quote)
            return LexerState.EndsHere;
        if (b == '\\')
            return escape;
        return BreaksString(b) ? LexerState.Breaks : inside;
    }

    // Control characters, tab and line feed among them, and the two bytes that force a clean state.
    private static bool BreaksString(byte b) => b < 0x20 || b >= 0xFE;
}
