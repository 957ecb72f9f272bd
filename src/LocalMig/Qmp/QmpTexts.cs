namespace LocalMig.Qmp;

/// <summary>What QEMU says about envelopes and the session (the same in all generations; fixtures/transcripts, 01 and 03).</summary>
public static class QmpTexts
{
    /// <summary>A command before the negotiation.</summary>
    public const string NotNegotiated = "Expecting capabilities negotiation with 'qmp_capabilities'";

    /// <summary>A second negotiation.</summary>
    public const string NegotiatedBefore = "Capabilities negotiation is already complete, command ignored";

    /// <summary>Something else than an object.</summary>
    public const string NotAnObject = "QMP input must be a JSON object";

    /// <summary>An object without <c>execute</c>.</summary>
    public const string NoCommand = "QMP input lacks member 'execute'";

    /// <summary>Arguments that are no object.</summary>
    public const string ArgumentsNotAnObject = "QMP input member 'arguments' must be an object";

    /// <summary>A name that is no string.</summary>
    public static string NotAString(string member) => $"QMP input member '{member}' must be a string";

    /// <summary>Both ways to name a command.</summary>
    public static string Clash(string member, string earlier) => $"QMP input member '{member}' clashes with '{earlier}'";

    /// <summary>A member that no envelope has.</summary>
    public static string Unexpected(string member) => $"QMP input member '{member}' is unexpected";

    /// <summary>A command that does not exist.</summary>
    public static string UnknownCommand(string name) => $"The command {name} has not been found";

    /// <summary>A command that must not be executed out of band.</summary>
    public static string NotOutOfBand(string name) => $"The command {name} does not support OOB";

    /// <summary>The capabilities to enable are no list, or an element is no string.</summary>
    public static string EnableType(string path, string expected) => $"Invalid parameter type for '{path}', expected: {expected}";

    /// <summary>A capability that does not exist. Elements of a list have no name, and the text shows it.</summary>
    public static string EnableValue(string value) => $"Parameter 'null' does not accept value '{value}'";

    /// <summary>An argument of the negotiation other than <c>enable</c>.</summary>
    public static string EnableUnexpected(string name) => $"Parameter '{name}' is unexpected";
}
