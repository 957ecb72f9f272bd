namespace LocalMig.Suite.Faults;

/// <summary>One fault in what a schema says about local migration, made by an edit of the reference's text in the profile
/// <c>upstream</c>, which says most.</summary>
/// <param name="Name">What is wrong, in words with hyphens.</param>
/// <param name="Requirements">The requirements that it breaks: one, where the rest can still be told.</param>
/// <param name="Right">A piece of the right text, which stands there once.</param>
/// <param name="Wrong">What stands there instead.</param>
public sealed record WordingFault(string Name, IReadOnlyList<string> Requirements, string Right, string Wrong)
{
    /// <summary>The text with the fault in it.</summary>
    /// <exception cref="ArgumentException">The text does not have the piece once: it has changed, and the fault has to follow.</exception>
    public string In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = text.IndexOf(Right, StringComparison.Ordinal);
        return at >= 0 && text.IndexOf(Right, at + 1, StringComparison.Ordinal) < 0
            ? string.Concat(text.AsSpan(0, at), Wrong, text.AsSpan(at + Right.Length))
            : throw new ArgumentException($"fault {Name}: '{Right}' does not stand in the text once", nameof(text));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
