using LocalMig.Wire;

namespace LocalMig.Json;

/// <summary>What can be wrong with a message.</summary>
internal enum JsonFault : byte
{
    None,
    Stray,
    Value,
    Key,
    KeyIsNoString,
    Colon,
    SeparatorInObject,
    SeparatorInArray,
    Duplicate,
    Keyword,
    Escape,
    Unicode,
    Utf8,
    Depth,
    Tokens,
    Bytes,
}

/// <summary>The rule behind each fault, and the text of each generation (facts, A.6).</summary>
internal static class JsonFaults
{
    public static ErrorRule Rule(JsonFault fault) => fault switch
    {
        JsonFault.Stray => Errors.JsonStray,
        JsonFault.Value => Errors.JsonValueExpected,
        JsonFault.Key or JsonFault.KeyIsNoString => Errors.JsonKeyExpected,
        JsonFault.Colon => Errors.JsonColonExpected,
        JsonFault.SeparatorInObject or JsonFault.SeparatorInArray => Errors.JsonSeparatorExpected,
        JsonFault.Duplicate => Errors.JsonDuplicateKey,
        JsonFault.Keyword => Errors.JsonKeyword,
        JsonFault.Escape => Errors.JsonEscape,
        JsonFault.Unicode => Errors.JsonUnicode,
        JsonFault.Utf8 => Errors.JsonUtf8,
        JsonFault.Depth => Errors.JsonDepth,
        JsonFault.Tokens => Errors.JsonTokens,
        _ => Errors.JsonBytes,
    };

    /// <summary>The text without a position. <paramref name="subject"/> is the token or the escape that is named in it.</summary>
    public static string Text(JsonFault fault, bool qemu7, string subject) => fault switch
    {
        JsonFault.Stray => $"JSON parse error, stray '{subject}'",
        JsonFault.Value => "JSON parse error, expecting value",
        JsonFault.Key => "JSON parse error, expecting key",
        JsonFault.KeyIsNoString => "JSON parse error, key is not a string in object",
        JsonFault.Colon => qemu7 ? "JSON parse error, missing : in object pair" : "JSON parse error, expecting ':'",
        JsonFault.SeparatorInObject => qemu7 ? "JSON parse error, expected separator in dict" : "JSON parse error, expected ',' or '}'",
        JsonFault.SeparatorInArray => qemu7 ? "JSON parse error, expected separator in list" : "JSON parse error, expected ',' or ']'",
        JsonFault.Duplicate => "JSON parse error, duplicate key",
        JsonFault.Keyword => $"JSON parse error, invalid keyword '{subject}'",
        JsonFault.Escape => "JSON parse error, invalid escape sequence in string",
        JsonFault.Unicode => $"JSON parse error, {subject} is not a valid Unicode character",
        JsonFault.Utf8 => "JSON parse error, invalid UTF-8 sequence in string",
        JsonFault.Depth => "JSON nesting depth limit exceeded",
        JsonFault.Tokens => "JSON token count limit exceeded",
        _ => "JSON token size limit exceeded",
    };

    /// <summary>Whether the text begins with a position in QEMU 11: all do but those of the limits.</summary>
    public static bool IsPlaced(JsonFault fault) => fault is not (JsonFault.Depth or JsonFault.Tokens or JsonFault.Bytes);
}
