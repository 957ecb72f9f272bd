using LocalMig.Json;

namespace LocalMig.Suite.Targets.Recordings;

/// <summary>A command in a recording, with its reply.</summary>
/// <param name="Line">The line of the command.</param>
/// <param name="Command">The command's name.</param>
/// <param name="Arguments">Its arguments; an empty object where it has none.</param>
/// <param name="Text">The command's line.</param>
internal sealed record RecordedExchange(int Line, string Command, JsonValue Arguments, string Text)
{
    /// <summary>The line of the reply; 0 where the recording has none.</summary>
    public int ReplyLine { get; set; }

    /// <summary>What was returned; null for an error or where there is no reply.</summary>
    public JsonValue? Return { get; set; }

    /// <summary>The text of the error; null for a success or where there is no reply.</summary>
    public string? Error { get; set; }

    /// <summary>The class of the error.</summary>
    public string? ErrorClass { get; set; }

    /// <summary>The reply's line.</summary>
    public string ReplyText { get; set; } = "";

    /// <summary>The heading that the recorder wrote above the command: "fd: naming a pipe".</summary>
    public string Heading { get; set; } = "";

    /// <summary>Whether the command was carried out.</summary>
    public bool Succeeded => Return is not null;
}
