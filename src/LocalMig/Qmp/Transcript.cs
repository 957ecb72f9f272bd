using System.Collections;
using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>How a transcript is written.</summary>
public enum TranscriptNotation
{
    /// <summary>Our own; see <see cref="TranscriptReader"/>.</summary>
    Own,

    /// <summary><c>[src] -> {...}\n</c>: bytes that do not print are escaped, also the line end. Of the recordings.</summary>
    Escaped,

    /// <summary><c>src -> {...}</c> with <c>#</c> before notes. Of the recordings.</summary>
    Plain,
}

/// <summary>A recorded conversation with one or more monitors.</summary>
public sealed class Transcript : IReadOnlyList<TranscriptLine>
{
    private readonly IReadOnlyList<TranscriptLine> _lines;

    internal Transcript(TranscriptNotation notation, IReadOnlyList<TranscriptLine> lines, IReadOnlyList<ParseError> problems)
    {
        Notation = notation;
        _lines = lines;
        Problems = problems;
    }

    /// <summary>The notation it was read from.</summary>
    public TranscriptNotation Notation { get; }

    /// <summary>Lines that could not be understood, each with its number as the path (<c>line 12</c>).</summary>
    public IReadOnlyList<ParseError> Problems { get; }

    /// <summary>The monitors that were talked to, in the order in which they appear.</summary>
    public IEnumerable<string> Sides => _lines.Where(static l => l.Direction != TranscriptDirection.None).Select(static l => l.Side).Distinct(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _lines.Count;

    /// <inheritdoc/>
    public TranscriptLine this[int index] => _lines[index];

    /// <inheritdoc/>
    public IEnumerator<TranscriptLine> GetEnumerator() => _lines.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
