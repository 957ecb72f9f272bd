using LocalMig.Parameters;

namespace LocalMig.Suite.Faults.Recordings;

/// <summary>A good recording with one thing in it made wrong, as a wrong implementation would have left it.</summary>
/// <param name="Name">For lists and filters; it never changes.</param>
/// <param name="Mistake">What the implementation did, in one sentence.</param>
/// <param name="Fixture">The recording, below the folder of fixtures.</param>
/// <param name="Breaks">The requirements that the evidence breaks then.</param>
public sealed record RecordedEdit(string Name, string Mistake, string Fixture, params IReadOnlyList<string> Breaks)
{
    /// <summary>Changes the lines of a transcript.</summary>
    public Action<EditedTranscript> Transcript { get; init; } = static _ => { };

    /// <summary>Changes the bytes of a stream and the log of its descriptors.</summary>
    public Action<EditedStream> Stream { get; init; } = static _ => { };

    /// <summary>The profile to judge it in; null for the one that it shows.</summary>
    public Profile? Profile { get; init; }

    /// <summary>Whether it is a stream.</summary>
    public bool IsStream => Fixture.EndsWith(".bin", StringComparison.Ordinal);
}
