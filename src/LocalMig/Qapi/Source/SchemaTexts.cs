namespace LocalMig.Qapi.Source;

/// <summary>The messages of QEMU's schema generator: observable behaviour that editors and CI systems know (facts F).</summary>
internal static class SchemaTexts
{
    public const string MissingQuote = "missing terminating \"'\"";
    public const string FunnyCharacter = "funny character in string";
    public const string ExpectedValue = "expected '{', '[', string, or boolean";
    public const string ExpectedItem = "expected '{', '[', ']', string, or boolean";
    public const string ExpectedKey = "expected string";
    public const string ExpectedKeyOrEnd = "expected string or '}'";
    public const string ExpectedColon = "expected ':'";
    public const string ExpectedMemberSeparator = "expected ',' or '}'";
    public const string ExpectedItemSeparator = "expected ',' or ']'";
    public const string TopLevelObject = "top-level expression must be an object";
    public const string InvalidInclude = "invalid 'include' directive";
    public const string IncludeString = "value of 'include' must be a string";
    public const string InvalidPragma = "invalid 'pragma' directive";
    public const string PragmaObject = "value of 'pragma' must be an object";
    public const string DocRequiredBoolean = "pragma 'doc-required' must be boolean";
    public const string DefinitionDocRequired = "definition documentation required";

    public const string JunkAtStart = "junk after '##' at start of documentation comment";
    public const string JunkAtEnd = "junk after '##' at end of documentation comment";
    public const string CommentEnd = "documentation comment must end with '##'";
    public const string SpaceAfterHash = "missing space after #";
    public const string LineEndsWithColon = "line should end with ':'";
    public const string NameAfterAt = "name required after '@'";
    public const string DuplicatedFeatures = "duplicated 'Features:' line";
    public const string FeaturesExpected = "feature descriptions expected";
    public const string InvalidParameterName = "invalid parameter name";
    public const string HeadingInDefinition = "unexpected '=' markup in definition documentation";
    public const string HeadingFirst = "'=' heading must come first in a comment block";
    public const string LineTooLong = "documentation line longer than 70 characters";
    public const string TwoSpaces = "Use two spaces between sentences\nIf this not the end of a sentence, please report a bug.";

    public static string Stray(string text) => $"stray '{text}'";

    public static string UnknownEscape(string character) => $"unknown escape \\{character}";

    public static string DuplicateKey(string key) => $"duplicate key '{key}'";

    public static string InclusionLoop(string name) => $"inclusion loop for {name}";

    public static string CannotReadInclude(string path, string reason) => $"can't read include file '{path}': {reason}";

    public static string CannotReadSchema(string path, string reason) => $"can't read schema file '{path}': {reason}";

    public static string PragmaStrings(string name) => $"pragma {name} must be a list of strings";

    public static string UnknownPragma(string name) => $"unknown pragma '{name}'";

    public static string NotFollowed(string symbol) => $"documentation for '{symbol}' is not followed by the definition";

    public static string DescriptionAfterSection(string name) => $"description of '@{name}:' follows a section";

    public static string NotInFreeForm(string name) => $"'@{name}:' not allowed in free-form documentation";

    public static string DeIndent(int expected) => $"unexpected de-indent (expected at least {expected} spaces)";

    public static string NoteGone(string tag) =>
        $"The '{tag}' section is no longer supported. Please use rST's '.. note::' or '.. admonition:: notes' directives, or another suitable admonition instead.";

    public static string ExampleGone(string tag) =>
        $"The '{tag}' section is no longer supported. Please use the '.. qmp-example::' directive, or other suitable markup instead.";

    public static string DuplicatedSection(DocSectionKind kind) => $"duplicated '{kind}' section";

    public static string NameDuplicated(string name) => $"'{name}' parameter name duplicated";

    public static string TextRequired(DocSectionKind kind) => $"text required after '{kind}:'";
}
