namespace LocalMig.Machine.Commands;

/// <summary>Names that users give: a letter, then letters, digits, <c>-</c>, <c>.</c> and <c>_</c>.</summary>
internal static class Identifier
{
    /// <summary>What is said to any other.</summary>
    public const string Refusal = "Parameter 'id' expects an identifier";

    public static bool IsValid(string id) => id.Length > 0 && char.IsAsciiLetter(id[0])
        && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
}
