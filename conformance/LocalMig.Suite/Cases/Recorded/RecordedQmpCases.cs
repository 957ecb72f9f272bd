using LocalMig.Suite.Targets.Recordings;

namespace LocalMig.Suite.Cases.Recorded;

/// <summary>What recordings tell about the protocol of a monitor.</summary>
internal static class RecordedQmpCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new RecordedCase("QMP/recorded-replies-in-order", "LM-QMP-14", "reply", InOrder),
    ];

    private static void InOrder(RecordedLook look)
    {
        foreach (WrongReply wrong in look.Session.WrongReplies)
            look.Judge("whose reply it is", false, "that of the command that waits longest", wrong.Detail, wrong.Line, wrong.Text);
        if (look.Judged > 0)
            return;
        foreach (RecordedSide side in look.Session.Sides)
        {
            if (side.Exchanges.LastOrDefault(static e => e.ReplyLine > 0) is { } last)
                look.Judge($"replies of {side.Name}", true, "one for each command, in order", "so it is", last.ReplyLine, last.ReplyText);
        }
    }
}
