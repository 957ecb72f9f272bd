using LocalMig.Qmp;

namespace LocalMig.Suite.Replay;

/// <summary>How a recording is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>What is taken out of answers before they are compared.</summary>
    public IReadOnlyList<Scrubber> Scrubbers { get; init; } = Replay.Scrubbers.All;

    /// <summary>How long to wait for an answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait, in the end, for answers that should not come.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether the events of a side are compared as a sequence of their own, wherever among the answers they came. Otherwise
    /// their places are compared too.</summary>
    public bool EventsApart { get; init; }

    /// <summary>What is sent in place of what was recorded, before it is sent: the folders of this run.</summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Rewrite { get; init; } = static bytes => bytes;

    /// <summary>Gives all bytes of a line that the recorder shortened, from it and the heading above; null where it cannot tell.</summary>
    public Func<TranscriptLine, string, ReadOnlyMemory<byte>?>? Complete { get; init; }

    /// <summary>Does what the recorder did besides; null where that was nothing.</summary>
    public IReplayBystander? Bystander { get; init; }

    /// <summary>Whether it is known of a line that was received that it will not come: nobody waits for it.</summary>
    public Func<TranscriptLine, bool> NeverComes { get; init; } = static _ => false;

    /// <summary>Whether it is known of an answer that another one will come: nobody waits until a migration ends as it did then.</summary>
    public Func<TranscriptLine, bool> Differs { get; init; } = static _ => false;
}
