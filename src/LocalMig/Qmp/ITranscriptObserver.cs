using LocalMig.Json;

namespace LocalMig.Qmp;

/// <summary>Is told what went on with one monitor of a transcript, once its form is understood.</summary>
internal interface ITranscriptObserver
{
    /// <summary>A process was started.</summary>
    /// <param name="commandLine">How; null where it took the place of one that had died, events switched on.</param>
    void Start(string? commandLine);

    /// <summary>A connection was made. What happened before, to others or to nobody, is not in the transcript.</summary>
    /// <param name="major">The major version in its greeting; 0 where it has none.</param>
    void Connect(int major);

    /// <summary>A command was sent whole.</summary>
    void Send(JsonValue command);

    /// <summary>A command succeeded.</summary>
    /// <param name="command">The command, an object with its name.</param>
    /// <param name="returned">What it returned.</param>
    /// <param name="line">The line of the reply.</param>
    void Return(JsonValue command, JsonValue returned, int line);

    /// <summary>An event came.</summary>
    void Happen(JsonValue happened, int line);
}
