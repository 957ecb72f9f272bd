using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>The outcomes of reading JSON.</summary>
internal static class JsonOutcomes
{
    /// <summary>Nothing was wrong, and the last message is not over.</summary>
    public const string Unfinished = "unfinished";

    /// <summary>The rules that a document can break by itself.</summary>
    public static IReadOnlyList<ErrorRule> Rules { get; } =
    [
        Errors.JsonStray, Errors.JsonValueExpected, Errors.JsonKeyExpected, Errors.JsonColonExpected, Errors.JsonSeparatorExpected,
        Errors.JsonDuplicateKey, Errors.JsonKeyword, Errors.JsonEscape, Errors.JsonUnicode, Errors.JsonUtf8, Errors.JsonDepth,
    ];
}
