using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Transcripts;

/// <summary>Checks a recorded conversation without any server: its form and order as <see cref="TranscriptCheck"/> does, and what the
/// states of a machine allow: the statuses of a migration, running and not running, and what commands return.</summary>
public static class TranscriptRules
{
    /// <summary>All findings, in the order of the lines, each with its line as the path (<c>line 12</c>).</summary>
    public static IReadOnlyList<ParseError> Check(Transcript transcript) =>
        TranscriptCheck.Check(transcript, static report => new MachineObservation(report));
}
