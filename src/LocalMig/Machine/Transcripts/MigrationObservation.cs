using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Machine.Transcripts;

/// <summary>Follows the migrations of one machine by its events and by what query-migrate says.</summary>
internal sealed class MigrationObservation(Action<ErrorRule, string, int> report)
{
    // A destination of these versions tells no status before it loads.
    private const int LastSilent = 7;

    // The status, whether as a destination, and whether events are switched on; null where it is not known.
    private string? _status;
    private bool? _incoming;
    private bool? _events;
    private string _asked = "";
    private bool _setUp;
    private long _pass;

    /// <summary>The major version; 0 where it is not known.</summary>
    public int Major { get; set; }

    /// <summary>Whether the machine waits for a migration, or is loading one, or may be.</summary>
    public bool Waits => _incoming != false && _status != "completed";

    /// <summary>A process was started.</summary>
    public void Start(bool waits, bool listens, bool events)
    {
        _status = listens ? null : "none";
        _incoming = waits;
        _events = events;
        _asked = "";
    }

    /// <summary>Nothing is known any more.</summary>
    public void Lose()
    {
        _status = null;
        _incoming = null;
        _events = null;
        _asked = "";
    }

    public void Send(string command)
    {
        if (command is not ("migrate" or "migrate-incoming"))
            return;
        _asked = command;
        _setUp = false;
    }

    public void Return(string command, JsonValue? arguments, JsonValue returned, int line)
    {
        switch (command)
        {
            case "migrate-set-capabilities":
                Switch(arguments?["capabilities"]);
                break;
            case "query-migrate-capabilities":
                Switch(returned);
                break;
            case "migrate" or "migrate-incoming":
                if (_events == true && !_setUp && arguments?["resume"] is not { Kind: JsonKind.Boolean, AsBoolean: true })
                    report(Errors.TranscriptMigration, $"'{command}' returned and no 'setup' came", line);
                _incoming = command == "migrate-incoming";
                break;
            case "query-migrate" when _incoming is { } incoming:
                if (returned["status"] is { Kind: JsonKind.String } status)
                    Tell(status.AsString, incoming, line);
                else if (!incoming || Major > LastSilent)
                    Tell("none", incoming, line);
                break;
        }
    }

    public void Happen(string name, JsonValue? data, bool? running, int line)
    {
        if (name is not ("MIGRATION" or "MIGRATION_PASS"))
            return;
        if (_events == false)
            report(Errors.TranscriptEvent, $"{name} comes to nobody who did not switch capability 'events' on", line);
        _events = true;
        if (name == "MIGRATION" && data?["status"] is { Kind: JsonKind.String } status)
            Follow(status.AsString, running, line);
        else if (name == "MIGRATION_PASS" && data?["pass"] is { Kind: JsonKind.Int64 } pass)
            Count(pass.AsInt64, line);
        else
            report(Errors.TranscriptMessage, $"{name} comes with its {(name == "MIGRATION" ? "status" : "pass")}", line);
    }

    private void Follow(string status, bool? running, int line)
    {
        if (status == "setup")
        {
            _setUp = true;
            _pass = 0;
            if (_asked.Length > 0)
                _incoming = _asked == "migrate-incoming";
            // A destination that has loaded is a machine like any other, and can be a source.
            if (_incoming == false && _status is not null && !StatusTransitions.IsUnderWay(_status))
                _status = "none";
        }

        if (_status is { } before && _incoming is { } incoming && !StatusTransitions.MayFollow(before, status, incoming, Major))
            report(Errors.TranscriptMigration, $"'{status}' cannot follow '{before}' on the {(incoming ? "destination" : "source")}", line);
        if (_incoming == false && running == true && status is ("pre-switchover" or "device" or "completed"))
            report(Errors.TranscriptRunState, $"the source is at '{status}', and no STOP came", line);
        _status = status;
    }

    private void Count(long pass, int line)
    {
        if (_status is { } status && !StatusTransitions.IsUnderWay(status))
            report(Errors.TranscriptEvent, $"a pass over memory while no migration is under way (status '{status}')", line);
        // The first pass is told by some versions and not by others.
        if (_status is not null && (_pass == 0 ? pass is not (1 or 2) : pass != _pass + 1))
            report(Errors.TranscriptEvent, $"pass {pass} cannot follow {(_pass == 0 ? "the beginning" : $"pass {_pass}")}", line);
        _pass = pass;
    }

    private void Tell(string status, bool incoming, int line)
    {
        if (_status is { } before && !StatusTransitions.MayLeadTo(before, status, incoming, Major))
            report(Errors.TranscriptMigration, $"query-migrate tells '{status}', which cannot follow '{before}' on the {(incoming ? "destination" : "source")}", line);
        // With events on, the events between are still to come.
        if (_events != true || _status is null)
            _status = status;
    }

    private void Switch(JsonValue? capabilities)
    {
        foreach (JsonValue capability in capabilities is { Kind: JsonKind.Array } ? capabilities.Items : [])
        {
            if (capability["capability"] is { Kind: JsonKind.String } name && name.AsString == "events" && capability["state"] is { Kind: JsonKind.Boolean } state)
                _events = state.AsBoolean;
        }
    }
}
