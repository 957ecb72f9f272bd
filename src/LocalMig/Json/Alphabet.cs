namespace LocalMig.Json;

/// <summary>What a byte can begin.</summary>
internal enum ByteClass : byte
{
    /// <summary>Nothing: a stray character, or a minus sign, which is rare enough to be read the slow way.</summary>
    Other,
    Blank,
    LineFeed,
    Quote,
    Digit,
    Letter,
    Colon,
    Comma,
    Opening,
    Closing,
}

/// <summary>The characters of the dialect.</summary>
internal static class Alphabet
{
    private static ReadOnlySpan<byte> Table =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 1, 0, 0, // tab, line feed, carriage return
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 0, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 7, 0, 0, 0, // blank " ' ,
        4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 6, 0, 0, 0, 0, 0, // 0-9 :
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 9, 0, 0, // [ ]
        0, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, // a-z
        5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 8, 0, 9, 0, 0, // { }
    ];

    public static ByteClass ClassOf(byte b) => b < 0x80 ? (ByteClass)Table[b] : ByteClass.Other;

    public static JsonTokenKind Structural(byte b) => b switch
    {
        (byte)'{' => JsonTokenKind.BeginObject,
        (byte)'}' => JsonTokenKind.EndObject,
        (byte)'[' => JsonTokenKind.BeginArray,
        (byte)']' => JsonTokenKind.EndArray,
        (byte)':' => JsonTokenKind.Colon,
        _ => JsonTokenKind.Comma,
    };

    /// <summary>Whether a byte ends the search for the next token after a stray character.</summary>
    public static bool EndsRecovery(byte b) => (b < 0x20 && b != '\t') || b >= 0xFE || ClassOf(b) >= ByteClass.Colon;

    public static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    public static bool IsLetter(byte b) => (uint)(b - 'a') <= 25;
}
