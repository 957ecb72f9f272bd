namespace LocalMig.Machine;

/// <summary>A step of one half of a migration.</summary>
/// <param name="Name">Which one: see <see cref="MigrationSteps"/>.</param>
/// <param name="Run">Does it; gives null, or why the migration fails. On the thread of the migration.</param>
public sealed record MigrationStep(string Name, Func<string?> Run);

/// <summary>The names of the steps, in their order (specification, sections 5 and 7; facts B.3 and C).</summary>
public static class MigrationSteps
{
    /// <summary>Source: the channel is opened.</summary>
    public const string Connect = "connect";

    /// <summary>Source: header, configuration and the list of memory blocks are sent.</summary>
    public const string SetUp = "set up";

    /// <summary>Source: memory is sent.</summary>
    public const string SendMemory = "send memory";

    /// <summary>Source: the machine stops, and nobody reads from its backends any more.</summary>
    public const string StopMachine = "stop machine";

    /// <summary>Source: the state of devices is sent, with their backends.</summary>
    public const string SendDevices = "send devices";

    /// <summary>Source: the destination's last word is waited for, where there is a return path.</summary>
    public const string AwaitAnswer = "await answer";

    /// <summary>Source: the machine runs on as it ran before. Only where the migration failed or was given up.</summary>
    public const string RunOn = "run on";

    /// <summary>Destination: the stream is read to its end.</summary>
    public const string Read = "read";

    /// <summary>Destination: every backend that waited has to have come.</summary>
    public const string Check = "check";

    /// <summary>Destination: what was read becomes the state of the machine. From here on under the machine's lock.</summary>
    public const string TakeIn = "take in";

    /// <summary>Destination: the source is told that all is well, where there is a return path.</summary>
    public const string Answer = "answer";

    /// <summary>Destination: the machine runs, if the source's ran.</summary>
    public const string Start = "start";
}
