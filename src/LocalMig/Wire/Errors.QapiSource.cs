namespace LocalMig.Wire;

public static partial class Errors
{
    /// <summary>A directive (include, pragma) that is not right, or a file that cannot be read.</summary>
    public static readonly ErrorRule QapiDirective =
        new("qapi.directive", "a directive stands alone, has the form of its kind, and what it names can be read");

    /// <summary>A documentation comment that breaks a rule of the schema generator.</summary>
    public static readonly ErrorRule QapiDocumentation =
        new("qapi.documentation", "a documentation comment has the form that the schema generator knows, and fits its definition");

    /// <summary>A definition that is right by itself, and wrong together with the others.</summary>
    public static readonly ErrorRule QapiMeaning =
        new("qapi.meaning", "definitions fit together: types exist and may stand where they stand, and no two names are the same");
}
