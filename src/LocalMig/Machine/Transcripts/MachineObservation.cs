using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Transcripts;

/// <summary>Follows a machine from outside, by what its monitor says, and tells what cannot be. What is not known is not judged: a
/// conversation may begin in the middle of a machine's life, and other monitors may command it too.</summary>
internal sealed class MachineObservation(Action<ErrorRule, string, int> report) : ITranscriptObserver
{
    private readonly MigrationObservation _migration = new(report);
    private bool? _running;
    private bool _started;

    public void Start(string? commandLine)
    {
        string[] words = commandLine?.Split(' ') ?? [];
        int incoming = Array.IndexOf(words, "-incoming");
        _running = !words.Contains("-S") && incoming < 0;
        _migration.Start(waits: incoming >= 0, listens: incoming >= 0 && words.ElementAtOrDefault(incoming + 1) != "defer", events: commandLine is null);
        _started = true;
    }

    public void Connect(int major)
    {
        if (!_started)
        {
            _running = null;
            _migration.Lose();
        }

        _started = false;
        _migration.Major = major;
    }

    public void Send(JsonValue command) => _migration.Send(Name(command));

    public void Return(JsonValue command, JsonValue returned, int line)
    {
        string name = Name(command);
        if (ReturnForms.Missed(name, returned) is { } form)
        {
            report(Errors.TranscriptReturn, $"'{name}' returns {form}, not {Short(returned)}", line);
            return;
        }

        switch (name)
        {
            case "stop":
                if (_running == true)
                    report(Errors.TranscriptRunState, "'stop' returned, the machine ran, and no STOP came", line);
                _running = false;
                break;
            case "cont":
                // A machine that waits for its migration only notes that it shall run.
                if (_running == false && !_migration.Waits)
                    report(Errors.TranscriptRunState, "'cont' returned, the machine did not run, and no RESUME came", line);
                break;
            case "query-status":
                Tell(returned, line);
                break;
            default:
                _migration.Return(name, command["arguments"], returned, line);
                break;
        }
    }

    public void Happen(JsonValue happened, int line)
    {
        string name = happened["event"] is { Kind: JsonKind.String } text ? text.AsString : "";
        if (name is "STOP" or "RESUME")
        {
            bool runs = name == "RESUME";
            if (_running == runs)
                report(Errors.TranscriptRunState, $"{name} of a machine that {(runs ? "runs already" : "does not run")}", line);
            _running = runs;
        }
        else
        {
            _migration.Happen(name, happened["data"], _running, line);
        }
    }

    private void Tell(JsonValue status, int line)
    {
        bool running = status["running"]!.AsBoolean;
        if (running != (status["status"]!.AsString == "running"))
            report(Errors.TranscriptRunState, $"'running' is {(running ? "true" : "false")} and 'status' is '{status["status"]!.AsString}'", line);
        if (_running is { } known && known != running)
            report(Errors.TranscriptRunState, $"the machine {(running ? "runs, and no RESUME came" : "does not run, and no STOP came")}", line);
        _running = running;
    }

    private static string Name(JsonValue command) => (command["exec-oob"] ?? command["execute"]) is { Kind: JsonKind.String } name ? name.AsString : "";

    private static string Short(JsonValue value)
    {
        const int Longest = 80;
        string text = JsonText.Write(value);
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "...");
    }
}
