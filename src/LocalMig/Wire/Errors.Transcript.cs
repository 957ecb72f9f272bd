namespace LocalMig.Wire;

public static partial class Errors
{
    /// <summary>A line of a transcript that is none of its notation.</summary>
    public static readonly ErrorRule TranscriptLine =
        new("transcript.line", "a line is a note, or a side with an arrow and a message, in the notation of the transcript");

    /// <summary>A line received that no monitor sends.</summary>
    public static readonly ErrorRule TranscriptMessage =
        new("transcript.message", "a monitor sends greetings, replies and events, each a JSON object of its form on a line");

    /// <summary>Something came before the greeting, or it came twice.</summary>
    public static readonly ErrorRule TranscriptGreeting =
        new("transcript.greeting", "a connection begins with one greeting");

    /// <summary>Something came that must wait for the negotiation.</summary>
    public static readonly ErrorRule TranscriptNegotiation =
        new("transcript.negotiation", "before the negotiation no command succeeds but qmp_capabilities, and no event comes");

    /// <summary>A reply that no command asked for, or not this one next.</summary>
    public static readonly ErrorRule TranscriptReply =
        new("transcript.reply", "each command gets one reply with its id, and commands given in band get theirs in order");

    /// <summary>Something came after the end.</summary>
    public static readonly ErrorRule TranscriptEnd =
        new("transcript.end", "nothing comes over a connection that was closed");

    /// <summary>A part of a recording that cannot be held again with this target.</summary>
    public static readonly ErrorRule TranscriptReplay =
        new("transcript.replay", "a recording is replayed with machines that can be started as its own were");

    /// <summary>A status of a migration that the one before cannot lead to.</summary>
    public static readonly ErrorRule TranscriptMigration =
        new("transcript.migration", "a migration goes from status to status as MIGRATION events of its side and its version do");

    /// <summary>A machine that stops or resumes where it cannot, or is said to run where it does not.</summary>
    public static readonly ErrorRule TranscriptRunState =
        new("transcript.runstate", "STOP comes to a machine that runs and RESUME to one that does not, and query-status tells what they left");

    /// <summary>An event where there cannot be one.</summary>
    public static readonly ErrorRule TranscriptEvent =
        new("transcript.event", "events of a migration come while one is under way, to those who switched the capability 'events' on");

    /// <summary>An answer that is none to its command.</summary>
    public static readonly ErrorRule TranscriptReturn =
        new("transcript.return", "what a command returns has the form that it gives to everything it returns");
}
