namespace LocalMig.Qapi.Checks;

/// <summary>The messages of QEMU's schema generator about definitions (facts F).</summary>
internal static class CheckTexts
{
    public const string OneMetaKey = "expression must have exactly one key 'enum', 'struct', 'union', 'alternate', 'command', 'event'";
    public const string DocRequired = "documentation comment required";
    public const string ReturnsWithoutReturns = "'Returns' section, but command doesn't return anything";
    public const string ReturnsOnlyForCommands = "'Returns' section is only valid for commands";
    public const string ErrorsOnlyForCommands = "'Errors' section is only valid for commands";
    public const string DataArray = "'data' must be an array";
    public const string DataObject = "'data' must be an object";
    public const string DataEmpty = "'data' must not be empty";
    public const string PrefixString = "'prefix' must be a string";
    public const string FeaturesArray = "'features' must be an array";
    public const string BoxedRequiresData = "'boxed': true requires 'data'";
    public const string OobAndCoroutine = "flags 'allow-oob' and 'coroutine' are incompatible";
    public const string NoBranches = "union has no branches";
    public const string TooManyFeatures = "Maximum of 64 schema features is permitted";

    public static string DocIsFor(string symbol) => $"documentation comment is for '{symbol}'";

    public static string StringName(string source) => $"{source} requires a string name";

    public static string InvalidName(string source) => $"{source} has an invalid name";

    public static string NotUpper(string source) => $"name of {source} must not use lowercase or '-'";

    public static string NotLower(string source) => $"name of {source} must not use uppercase or '_'";

    public static string NotCamel(string source) => $"name of {source} must use CamelCase";

    public static string EndsInList(string meta) => $"{meta} name should not end in 'List'";

    public static string ReservedName(string source) => $"{source} uses reserved name";

    public static string Misses(string source, IReadOnlyCollection<string> keys) => $"{source} misses key{Plural(keys)} {Quote(keys)}";

    public static string Unknown(string source, IReadOnlyCollection<string> keys, IEnumerable<string> valid) =>
        $"{source} has unknown key{Plural(keys)} {Quote(keys)}\nValid keys are {Quote(valid)}.";

    public static string OnlyFalse(string key) => $"flag '{key}' may only use false value";

    public static string OnlyTrue(string key) => $"flag '{key}' may only use true value";

    public static string NoIdentifier(string condition, string source) => $"'if' condition '{condition}' of {source} is not a valid identifier";

    public static string ConditionForm(string source) => $"'if' condition of {source} must be a string or an object";

    public static string ConditionSource(string source) => $"'if' condition of {source}";

    public static string ConditionKeys(string source) => $"'if' condition of {source} has conflicting keys";

    public static string ConditionArray(string key, string source) => $"'{key}' condition of {source} must be an array";

    public static string ConditionUseless(string source) => $"'if' condition [] of {source} is useless";

    public static string TypeName(string source) => $"{source} should be a type name";

    public static string TypeNameOrArray(string source) => $"{source} should be a type name or array";

    public static string ArrayOfOne(string source) => $"{source}: array type must contain single type name";

    public static string ObjectOrTypeName(string source) => $"{source} should be an object or type name";

    public static string AlreadyDefined(string what) => $"{what} is already defined";

    public static string UnknownType(string what, string type) => $"{what} uses unknown type '{type}'";

    public static string ContainsItself(string name) => $"object {name} contains itself";

    public static string BaseNoStruct(string what) => $"'base' requires a struct type, {what} isn't";

    public static string TagNoMember(string tag) => $"discriminator '{tag}' is not a member of 'base'";

    public static string TagMust(string tag, string where, string must) => $"discriminator member '{tag}' of {where} must {must}";

    public static string NoSuchValue(string branch, string type) => $"branch '{branch}' is not a value of {type}";

    public static string CannotUse(string what, string type) => $"{what} cannot use {type}";

    public static string SameKind(string what, string other) => $"{what} can't be distinguished from '{other}'";

    public static string CannotTake(string what, string type) => $"{what} cannot take {type}";

    public static string OnlyBoxed(string what, string type) => $"{what} can take {type} only with 'boxed': true";

    public static string ConditionalArguments(string meta) => $"conditional {meta} arguments require 'boxed': true";

    public static string Collides(string one, string other) => $"{one} collides with {other}";

    public static string FeatureOfType(string name) => $"feature '{name}' is not supported for types";

    public static string LacksDocumentation(string role, string name) => $"{role} '{name}' lacks documentation";

    public static string NotThere(string what, IReadOnlyList<string> names) =>
        $"documented {what}{Plural(names)} '{string.Join("', '", names)}' {(names.Count > 1 ? "do" : "does")} not exist";

    private static string Plural(IReadOnlyCollection<string> names) => names.Count > 1 ? "s" : "";

    private static string Quote(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal).Select(static n => $"'{n}'"));
}
