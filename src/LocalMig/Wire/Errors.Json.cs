namespace LocalMig.Wire;

public static partial class Errors
{
    /// <summary>A character that begins no token, or breaks the one it stands in.</summary>
    public static readonly ErrorRule JsonStray =
        new("json.stray", "JSON consists of braces, brackets, colons, commas, strings, numbers and keywords");

    /// <summary>Something else where a value must stand.</summary>
    public static readonly ErrorRule JsonValueExpected =
        new("json.value", "a value stands after a colon, after a comma of an array, and at the top");

    /// <summary>Something else where the name of a member must stand.</summary>
    public static readonly ErrorRule JsonKeyExpected =
        new("json.key", "a member of an object begins with a string");

    /// <summary>Something else where the colon of a member must stand.</summary>
    public static readonly ErrorRule JsonColonExpected =
        new("json.colon", "a colon stands between the name and the value of a member");

    /// <summary>Something else where a comma or the end must stand.</summary>
    public static readonly ErrorRule JsonSeparatorExpected =
        new("json.separator", "after an element comes a comma or the end of its container");

    /// <summary>A name stands twice in one object.</summary>
    public static readonly ErrorRule JsonDuplicateKey =
        new("json.duplicate", "a name stands once in an object");

    /// <summary>A word that is no keyword.</summary>
    public static readonly ErrorRule JsonKeyword =
        new("json.keyword", "the keywords are true, false and null");

    /// <summary>A backslash before a character that it cannot stand before.</summary>
    public static readonly ErrorRule JsonEscape =
        new("json.escape", "a backslash stands before one of \" ' \\ / b f n r t u");

    /// <summary>An escape that stands for no character.</summary>
    public static readonly ErrorRule JsonUnicode =
        new("json.unicode", "\\u and four hexadecimal digits name a character, or the half of a surrogate pair before its other half");

    /// <summary>Bytes of a string that are no UTF-8.</summary>
    public static readonly ErrorRule JsonUtf8 =
        new("json.utf8", "a string is UTF-8 without surrogates and noncharacters, in which C0 80 may stand for U+0000");

    /// <summary>Too many containers are open.</summary>
    public static readonly ErrorRule JsonDepth =
        new("json.depth", "containers are nested no deeper than the limit");

    /// <summary>A message has too many tokens.</summary>
    public static readonly ErrorRule JsonTokens =
        new("json.tokens", "a message has no more tokens than the limit");

    /// <summary>The tokens of a message are too long in sum.</summary>
    public static readonly ErrorRule JsonBytes =
        new("json.bytes", "the tokens of a message are in sum no longer than the limit");

    /// <summary>The input ended inside a value.</summary>
    public static readonly ErrorRule JsonTruncated =
        new("json.truncated", "a document is one whole value");

    /// <summary>Something follows the value of a document.</summary>
    public static readonly ErrorRule JsonTrailing =
        new("json.trailing", "nothing but white space follows the value of a document");
}
