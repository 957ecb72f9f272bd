using LocalMig.Json;
using LocalMig.Qmp;

namespace LocalMig.Suite.Replay;

/// <summary>A line to replay.</summary>
/// <param name="Index">Its place in the transcript.</param>
/// <param name="Line">The line.</param>
/// <param name="End">The answer, where it asks how a migration stands that was over by then: the recorder had waited for that. Null otherwise.</param>
internal readonly record struct ReplayStep(int Index, TranscriptLine Line, TranscriptLine? End);

/// <summary>The lines of a recording in the order in which they are replayed.</summary>
internal static class ReplayPlan
{
    private static readonly string[] Ends = ["completed", "failed", "cancelled"];

    /// <summary>Whether a migration of that status is over.</summary>
    public static bool IsEnd(string status) => Ends.Contains(status, StringComparer.Ordinal);

    /// <summary>Puts events that were on their way already before the question that they came after: a question causes none.</summary>
    public static IReadOnlyList<ReplayStep> Of(Transcript transcript)
    {
        List<ReplayStep> steps = [];
        HashSet<int> taken = [];
        for (int i = 0; i < transcript.Count; i++)
        {
            if (taken.Contains(i))
                continue;
            TranscriptLine line = transcript[i];
            int reply = IsQuestion(line) ? Reply(transcript, i) : -1;
            for (int k = i + 1; k < reply; k++)
            {
                if (transcript[k].Kind == TranscriptKind.Event && transcript[k].Side == line.Side)
                {
                    taken.Add(k);
                    steps.Add(new ReplayStep(k, transcript[k], null));
                }
            }

            steps.Add(new ReplayStep(i, line, reply >= 0 && HasEnd(transcript[reply]) ? transcript[reply] : null));
        }

        return steps;
    }

    private static bool IsQuestion(TranscriptLine line) =>
        line is { Kind: TranscriptKind.Command, Value: { } command }
        && command["execute"] is { Kind: JsonKind.String } name && name.AsString.StartsWith("query-", StringComparison.Ordinal);

    // Nothing but events may stand between: several commands at once are answered in an order of their own.
    private static int Reply(Transcript transcript, int at)
    {
        for (int i = at + 1; i < transcript.Count; i++)
        {
            TranscriptLine line = transcript[i];
            if (line.Side == transcript[at].Side && line.Kind == TranscriptKind.Reply)
                return i;
            if (line.Kind != TranscriptKind.Event && line.Kind != TranscriptKind.Note)
                return -1;
        }

        return -1;
    }

    private static bool HasEnd(TranscriptLine reply) =>
        reply.Value?["return"] is { Kind: JsonKind.Object } answer && answer["status"] is { Kind: JsonKind.String } status && IsEnd(status.AsString);
}
