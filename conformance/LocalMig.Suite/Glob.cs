namespace LocalMig.Suite;

/// <summary>A pattern with <c>*</c> (any text) and <c>?</c> (one character), without regard to case.</summary>
public sealed class Glob(string pattern)
{
    /// <summary>Whether all of the text matches. Takes at most length times length steps.</summary>
    public bool Matches(string text)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[t])))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                // The star takes one character more, and the rest is tried again.
                (p, t) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }

    /// <inheritdoc/>
    public override string ToString() => pattern;
}
