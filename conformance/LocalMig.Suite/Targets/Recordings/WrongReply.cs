using System.Globalization;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets.Recordings;

/// <summary>A reply in a recording that is not the one whose turn it is.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Detail">What is wrong with it.</param>
/// <param name="Text">The line itself.</param>
internal sealed record WrongReply(int Line, string Detail, string Text)
{
    private const string Place = "line ";

    /// <summary>All of a transcript, in the order of its lines.</summary>
    public static IEnumerable<WrongReply> All(Transcript transcript)
    {
        foreach (ParseError error in TranscriptCheck.Check(transcript).Where(static e => e.Rule == Errors.TranscriptReply))
        {
            int line = int.Parse(error.Path.AsSpan(Place.Length), CultureInfo.InvariantCulture);
            yield return new WrongReply(line, error.Detail, transcript.First(l => l.LineNumber == line).Text);
        }
    }
}
