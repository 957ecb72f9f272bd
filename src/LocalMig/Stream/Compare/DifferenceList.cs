namespace LocalMig.Stream.Compare;

/// <summary>Collects differences.</summary>
internal sealed class DifferenceList
{
    private readonly List<StreamDifference> _found = [];

    public IReadOnlyList<StreamDifference> Found => _found;

    public void Add(DifferenceKind kind, string path, string? a, string? b, Effect aToB, Effect bToA) =>
        _found.Add(new StreamDifference(kind, path, a, b, aToB, bToA));

    /// <summary>Adds a difference that means the same in both directions.</summary>
    public void Add(DifferenceKind kind, string path, string? a, string? b, Effect both) => Add(kind, path, a, b, both, both);

    /// <summary>Adds a difference whose meaning a rule tells of what the source and the destination have.</summary>
    public void Add<T>(DifferenceKind kind, string path, T a, T b, Func<T, string?> text, Func<T, T, Effect> effect) =>
        Add(kind, path, text(a), text(b), effect(a, b), effect(b, a));

    /// <summary>Adds something that one side has alone.</summary>
    /// <param name="kind">What kind of difference.</param>
    /// <param name="path">Where.</param>
    /// <param name="text">What it is.</param>
    /// <param name="inA">Whether the first side has it.</param>
    /// <param name="sent">What happens where the source alone has it.</param>
    /// <param name="expected">What happens where the destination alone has it.</param>
    public void AddLone(DifferenceKind kind, string path, string text, bool inA, Effect sent, Effect expected) =>
        Add(kind, path, inA ? text : null, inA ? null : text, inA ? sent : expected, inA ? expected : sent);
}
