namespace LocalMig.Wire;

public static partial class Errors
{
    /// <summary>A condition is not one of the schema language.</summary>
    public static readonly ErrorRule QapiCondition =
        new("qapi.condition", "a condition is a name, or 'all', 'any' or 'not' of conditions");

    /// <summary>A definition lacks something, has something of another form, or has a key that is not of the language.</summary>
    public static readonly ErrorRule QapiDefinition =
        new("qapi.definition", "a definition has the keys of its kind, each in its form");

    /// <summary>Text that is no expression.</summary>
    public static readonly ErrorRule QapiSyntax =
        new("qapi.syntax", "a schema is a sequence of objects in the notation of the schema language");

    /// <summary>A name stands for nothing, or for something of another kind.</summary>
    public static readonly ErrorRule QapiReference =
        new("qapi.reference", "a name refers to a definition of the kind that is wanted there");

    /// <summary>A name is defined twice.</summary>
    public static readonly ErrorRule QapiRedefinition =
        new("qapi.redefinition", "a name is defined once");

    /// <summary>The answer of query-qmp-schema is not of its documented form.</summary>
    public static readonly ErrorRule QapiIntrospection =
        new("qapi.introspection", "introspection is a list of entities, each with the members of its meta-type");
}
