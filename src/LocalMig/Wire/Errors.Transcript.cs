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
}
