using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>Checks the form and the order of a recorded conversation, without any server: the greeting first, no reply that no
/// command asked for, ids and the order of replies, nothing after the end. What the states of a machine allow is checked
/// where those are known.</summary>
public static class TranscriptCheck
{
    /// <summary>All findings, in the order of the lines, each with its line as the path (<c>line 12</c>).</summary>
    public static IReadOnlyList<ParseError> Check(Transcript transcript) => Check(transcript, null);

    /// <summary>The same, and what observers of the sides find.</summary>
    /// <param name="transcript">The recording.</param>
    /// <param name="observe">Makes the observer of a side, which reports what it finds: rule, detail, line.</param>
    internal static IReadOnlyList<ParseError> Check(Transcript transcript, Func<Action<ErrorRule, string, int>, ITranscriptObserver>? observe)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        List<(int Line, ParseError Error)> findings = [];
        Dictionary<string, TranscriptSession> sessions = new(StringComparer.Ordinal);
        foreach (TranscriptLine line in transcript)
        {
            if (line.Kind != TranscriptKind.Note)
                Session(line.Side).Take(line);
            else if (TranscriptNotes.CommandLine(line.Text) is ({ } side, { } commandLine))
                Session(side).Start(commandLine);
            else if (TranscriptNotes.IsSilentRestart(line.Text))
                Session("").Start(null);
        }

        return [.. transcript.Problems, .. findings.OrderBy(static f => f.Line).Select(static f => f.Error)];

        TranscriptSession Session(string side)
        {
            if (!sessions.TryGetValue(side, out TranscriptSession? session))
            {
                void Report(ErrorRule rule, string detail, int number) => findings.Add((number, ParseError.In(rule, $"line {number}", detail)));
                sessions[side] = session = new TranscriptSession(transcript.Notation == TranscriptNotation.Own, Report, observe?.Invoke(Report));
            }

            return session;
        }
    }
}
