namespace LocalMig.Qapi.Review;

/// <summary>Something in a patch or a mail that cannot be read or does not apply.</summary>
/// <param name="Line">The line of the input, from 1; 0 where none is to blame.</param>
/// <param name="Text">What is wrong.</param>
public sealed record ReviewProblem(int Line, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"line {Line}: {Text}" : Text;
}
