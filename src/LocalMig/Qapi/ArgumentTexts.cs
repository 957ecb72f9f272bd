namespace LocalMig.Qapi;

/// <summary>What QEMU says about arguments that do not fit the schema (facts A.3 and A.8).</summary>
public static class ArgumentTexts
{
    /// <summary>A member that must be there is not.</summary>
    public static string Missing(string path) => $"Parameter '{path}' is missing";

    /// <summary>A member that the schema does not have.</summary>
    public static string Unexpected(string path) => $"Parameter '{path}' is unexpected";

    /// <summary>A value of another JSON kind than the type asks for.</summary>
    public static string WrongType(string path, string expected) => $"Invalid parameter type for '{path}', expected: {expected}";

    /// <summary>A number that is none of that C type.</summary>
    public static string Expects(string path, string expected) => $"Parameter '{path}' expects {expected}";

    /// <summary>A string that is no value of the enumeration; only the last name of the path is told.</summary>
    public static string NotAccepted(string name, string value) => $"Parameter '{name}' does not accept value '{value}'";
}
