using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>Checks the form and the order of a recorded conversation, without any server: the greeting first, no reply that no
/// command asked for, ids and the order of replies, nothing after the end. What the states of a machine allow is checked
/// where those are known.</summary>
public static class TranscriptCheck
{
    /// <summary>All findings, in the order of the lines, each with its line as the path (<c>line 12</c>).</summary>
    public static IReadOnlyList<ParseError> Check(Transcript transcript)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        List<(int Line, ParseError Error)> findings = [];
        Dictionary<string, TranscriptSession> sessions = new(StringComparer.Ordinal);
        foreach (TranscriptLine line in transcript)
        {
            if (line.Kind == TranscriptKind.Note)
                continue;
            if (!sessions.TryGetValue(line.Side, out TranscriptSession? session))
            {
                session = new TranscriptSession(
                    marksConnections: transcript.Notation == TranscriptNotation.Own,
                    (rule, detail, number) => findings.Add((number, ParseError.In(rule, $"line {number}", detail))));
                sessions.Add(line.Side, session);
            }

            session.Take(line);
        }

        return [.. transcript.Problems, .. findings.OrderBy(static f => f.Line).Select(static f => f.Error)];
    }
}
