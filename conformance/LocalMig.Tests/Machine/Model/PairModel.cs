using LocalMig.Parameters;

namespace LocalMig.Tests.Machine.Model;

/// <summary>What becomes of a device's backend.</summary>
public enum ModelDevice
{
    /// <summary>There is no device.</summary>
    None,

    /// <summary>A device with a backend, switched on.</summary>
    Own,

    /// <summary>A device with a backend, switched off.</summary>
    OwnOff,

    /// <summary>A device that waits for its backend.</summary>
    Waiting,
}

/// <summary>How one side stands.</summary>
public sealed class ModelSide
{
    public bool Local { get; set; }

    public ModelDevice Device { get; set; }

    /// <summary>Which peer of a backend its device talks with; 0 for none.</summary>
    public int Peer { get; set; }

    public HashSet<string> Named { get; } = [];

    /// <summary>What query-migrate may say; more than one where the specification leaves a race.</summary>
    public string[] Statuses { get; set; } = ["none"];

    /// <summary>What query-status may say; none where nothing is said about it.</summary>
    public string[] States { get; set; } = ["running"];

    public bool Runs => States is ["running"];
}

/// <summary>Sections 2 to 5 of the specification for two machines, as tables: what is accepted, and what becomes of it.</summary>
public sealed class PairModel(Profile profile)
{
    /// <summary>Every kind of channel, and whether it is a Unix domain socket (section 3, bullets 3 and 4).</summary>
    public static IReadOnlyDictionary<string, bool> Channels { get; } = new SortedDictionary<string, bool>(StringComparer.Ordinal)
    {
        ["unix"] = true,
        ["unix channel"] = true,
        ["fd pair"] = true,
        ["tcp"] = false,
        ["inet channel"] = false,
        ["vsock"] = false,
        ["exec"] = false,
        ["file"] = false,
        ["rdma"] = false,
        ["fd pipe"] = false,
        ["fd file"] = false,
        ["fd tcp"] = false,
    };

    // Whether a load succeeds (section 4), by what the source has and whether it sends, and by what the destination has.
    private static readonly Dictionary<(bool Present, bool Sends, ModelDevice There), bool> Loads = new()
    {
        [(false, false, ModelDevice.None)] = true,
        [(false, false, ModelDevice.Own)] = true,
        [(false, false, ModelDevice.OwnOff)] = true,
        [(false, false, ModelDevice.Waiting)] = false,
        [(true, false, ModelDevice.None)] = false,
        [(true, false, ModelDevice.Own)] = true,
        [(true, false, ModelDevice.OwnOff)] = true,
        [(true, false, ModelDevice.Waiting)] = false,
        [(true, true, ModelDevice.None)] = false,
        [(true, true, ModelDevice.Own)] = false,
        [(true, true, ModelDevice.OwnOff)] = false,
        [(true, true, ModelDevice.Waiting)] = true,
    };

    private bool _slow;
    private bool _returnPath;
    private bool _pause;
    private bool _ranAtStart;
    private string _listens = "";
    private int _peers;

    public ModelSide Source { get; private set; } = new();

    public ModelSide Destination { get; private set; } = new() { States = ["inmigrate"] };

    /// <summary>Where a migration stands still: <c>active</c> while it is slow, <c>pre-switchover</c>; empty where none runs.</summary>
    public string Phase { get; private set; } = "";

    /// <summary>How the last step has to be answered; null where the specification does not say.</summary>
    public bool? Accepted { get; private set; }

    /// <summary>The text of the refusal; null where it is not said.</summary>
    public string? Text { get; private set; }

    public ModelSide Side(string name) => name == "dst" ? Destination : Source;

    /// <summary>Whether the specification says anything about a step here. What it leaves open is not tried.</summary>
    public bool Applies(ModelStep step)
    {
        ModelSide side = Side(step.Side);
        bool isSource = step.Side == "src";
        bool over = Source.States is ["postmigrate"];
        return (step.Verb, step.Choice) switch
        {
            // When the parameter is read is said for one profile alone; what a backend that waits makes of it, for none.
            ("local", "on" or "off") => isSource ? Phase == "" || profile == Profile.Upstream : side.Device != ModelDevice.Waiting || step.Choice == "on",
            ("migrate", var channel) => Reaches(channel, side) && (side.Local || Channels[channel]) && (channel != "fd pair" || _listens == channel || Phase != "" || over),
            // Where the other end is closed already, listening ends at once.
            ("migrate-incoming", var channel) => Reaches(channel, side) && (side.Local || Channels[channel]) && (isSource || channel != "fd pair" || Source.Named.Contains(channel)),
            ("getfd", "fd pair") => Phase == "" && !Source.Named.Contains(step.Choice) && !Destination.Named.Contains(step.Choice) && _listens != step.Choice,
            // Closing the other end of what a destination listens at ends its migration.
            ("closefd", "fd pair") => Destination.Statuses is not ["setup"] || _listens != "fd pair",
            ("getfd", _) => !side.Named.Contains(step.Choice),
            ("device", "del") => Phase == "" && side.Device != ModelDevice.None && (isSource ? !over : side.Statuses is ["none"]),
            ("device", _) => Phase == "" && side.Device == ModelDevice.None && (isSource ? !over && step.Choice != "waiting" : side.Statuses is ["none"]),
            ("stop", _) => isSource ? Phase != "pre-switchover" && !over : side.States is not ["inmigrate"],
            ("cont", _) => isSource ? Phase != "pre-switchover" && !over : side.States is not ["inmigrate"],
            ("bandwidth", _) => Phase != "pre-switchover",
            ("return-path" or "pause-before-switchover", _) => true,
            // Whether a source notices at once that nobody is there any more, nothing says.
            ("kill", _) => isSource ? Destination.Statuses is not ["setup"] || _listens != "fd pair" : Phase == "",
            _ => true,
        };
    }

    /// <summary>Takes a step.</summary>
    public void Take(ModelStep step)
    {
        ModelSide side = Side(step.Side);
        (Accepted, Text) = (true, null);
        switch (step.Verb, step.Choice)
        {
            case ("local", "on" or "off"):
                side.Local = step.Choice == "on";
                break;
            case ("local", "string" or "number" or "null" or "array"):
                Refuse("Invalid parameter type for 'local', expected: boolean");
                break;
            case ("local", _):
                Refuse(null);
                break;
            case ("getfd", _):
                Source.Named.UnionWith(step.Side == "dst" ? [] : [step.Choice]);
                Destination.Named.UnionWith(step.Side == "src" ? [] : [step.Choice]);
                break;
            case ("closefd", _):
                Accepted = side.Named.Remove(step.Choice);
                break;
            case ("netdev_del", _):
                Refuse(null);
                break;
            case ("bandwidth", _):
                _slow = step.Choice == "slow";
                if (!_slow && Phase == "active")
                    Proceed();
                break;
            case ("return-path" or "pause-before-switchover", _):
                Accepted = Phase == "";
                if (Accepted == true && step.Verb == "return-path")
                    _returnPath = step.Choice == "on";
                else if (Accepted == true)
                    _pause = step.Choice == "on";
                break;
            case ("device", "del"):
                (side.Device, side.Peer) = (ModelDevice.None, 0);
                break;
            case ("device", "waiting"):
                Accepted = side.Local;
                side.Device = side.Local ? ModelDevice.Waiting : ModelDevice.None;
                break;
            case ("device", _):
                (side.Device, side.Peer) = (step.Choice == "own" ? ModelDevice.Own : ModelDevice.OwnOff, ++_peers);
                break;
            case ("migrate", var channel):
                Migrate(channel);
                break;
            case ("migrate-incoming", var channel):
                Listen(side, channel);
                break;
            case ("cancel", _):
                if (step.Side == "src" && Phase != "")
                    Fail("cancelled");
                break;
            case ("continue", _):
                Accepted = Phase == "pre-switchover";
                if (Accepted == true)
                    Switch();
                break;
            case ("stop" or "cont", _):
                side.States = [step.Verb == "stop" ? "paused" : "running"];
                break;
            case ("kill", _):
                Kill(step.Side);
                break;
        }
    }

    /// <summary>What was seen where several things are allowed.</summary>
    public void Saw(string sourceStatus)
    {
        Source.Statuses = [sourceStatus];
        if (sourceStatus == "completed")
            Source.States = ["postmigrate"];
        else if (Phase == "")
            Source.States = [_ranAtStart ? "running" : "paused"];
    }

    private static bool Reaches(string channel, ModelSide side) => !channel.StartsWith("fd ", StringComparison.Ordinal) || side.Named.Contains(channel);

    private void Refuse(string? text) => (Accepted, Text) = (false, text);

    private bool IsRefusedChannel(ModelSide side, string channel)
    {
        if (!side.Local || Channels[channel])
            return false;
        Refuse(profile == Profile.Upstream ? "local migration requires a UNIX domain socket channel" : null);
        side.Named.Remove(channel);
        return true;
    }

    private void Migrate(string channel)
    {
        if (IsRefusedChannel(Source, channel))
            return;
        if (Phase != "" || Source.States is ["postmigrate"])
        {
            Refuse(null);
            return;
        }

        Source.Named.Remove(channel);
        bool listening = Destination.Statuses is ["setup"] && (channel == _listens || (channel != "fd pair" && _listens.StartsWith("unix", StringComparison.Ordinal)));
        if (!listening)
        {
            Source.Statuses = ["failed"];
            return;
        }

        if (_slow)
            Stand("active");
        else
            Proceed();
    }

    private void Listen(ModelSide side, string channel)
    {
        if (ReferenceEquals(side, Source) || Destination.Statuses is not ["none"])
        {
            // A machine that runs, or was told already: where it listens does not matter any more.
            (Accepted, Text) = (false, null);
            return;
        }

        if (IsRefusedChannel(side, channel))
            return;
        side.Named.Remove(channel);
        side.Statuses = ["setup"];
        _listens = channel;
    }

    private void Stand(string phase)
    {
        Phase = phase;
        Source.Statuses = [phase];
        Destination.Statuses = ["active"];
        if (phase == "pre-switchover")
        {
            _ranAtStart = Source.Runs;
            Source.States = [];
        }
    }

    private void Proceed()
    {
        if (_pause)
        {
            Stand("pre-switchover");
            return;
        }

        _ranAtStart = Source.Runs;
        Switch();
    }

    // The state of devices is sent, and the load ends.
    private void Switch()
    {
        bool present = Source.Device != ModelDevice.None;
        bool sends = Source.Device == ModelDevice.Own && Source.Local;
        Phase = "";
        if (Loads[(present, sends, Destination.Device)])
        {
            (Source.Statuses, Destination.Statuses) = (["completed"], ["completed"]);
            (Source.States, Destination.States) = (["postmigrate"], [_ranAtStart ? "running" : "paused"]);
            if (sends)
                (Destination.Device, Destination.Peer) = (ModelDevice.Own, Source.Peer);
            return;
        }

        Destination.Statuses = ["failed"];
        // Without return path nobody tells the source in time (section 7).
        Source.Statuses = _returnPath ? ["failed"] : ["failed", "completed"];
        Source.States = _returnPath ? [_ranAtStart ? "running" : "paused"] : [];
    }

    private void Fail(string status)
    {
        bool stopped = Phase == "pre-switchover";
        Phase = "";
        Source.Statuses = [status];
        if (stopped)
            Source.States = [_ranAtStart ? "running" : "paused"];
        Destination.Statuses = ["failed"];
    }

    private void Kill(string side)
    {
        if (side == "src")
        {
            if (Phase != "")
                Destination.Statuses = ["failed"];
            Source = new ModelSide();
            (_slow, _returnPath, _pause, Phase) = (false, false, false, "");
        }
        else
        {
            Destination = new ModelSide { States = ["inmigrate"] };
            _listens = "";
        }
    }
}
