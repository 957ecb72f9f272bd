namespace LocalMig.Json;

/// <summary>The tokens of the dialect.</summary>
internal enum JsonTokenKind : byte
{
    BeginObject,
    EndObject,
    BeginArray,
    EndArray,
    Colon,
    Comma,

    /// <summary>A string whose content may have escapes or bytes beyond ASCII: it must be decoded.</summary>
    String,

    /// <summary>A string whose content is printable ASCII without a backslash: it stands for itself.</summary>
    PlainString,

    Integer,
    Float,
    Keyword,

    /// <summary>Bytes that begin no token, or begin one and break it.</summary>
    Stray,
}
