namespace LocalMig.Suite.Replay;

/// <summary>A part of a recording that was not replayed.</summary>
/// <param name="First">Its first line.</param>
/// <param name="Last">Its last line.</param>
/// <param name="Answers">How many lines it has that were received, and are not compared.</param>
/// <param name="Reason">Why.</param>
public sealed record ReplaySkip(int First, int Last, int Answers, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"skipped: line{(First == Last ? $" {First}" : $"s {First} to {Last}")} ({Answers} {(Answers == 1 ? "answer" : "answers")}): {Reason}";
}
