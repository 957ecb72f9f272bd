namespace LocalMig.Suite.Differential;

/// <summary>Makes an input smaller as long as something stays true of it.</summary>
internal static class Shrinking
{
    /// <summary>Leaves out parts: halves first, then smaller ones, down to single elements.</summary>
    /// <param name="input">What is to become smaller.</param>
    /// <param name="holds">Whether it is still of interest; true of <paramref name="input"/>.</param>
    /// <param name="tries">How often that may be asked.</param>
    public static T[] Shrink<T>(T[] input, Func<T[], bool> holds, int tries)
    {
        for (int size = (input.Length + 1) / 2; size > 0 && tries > 0; size = size == 1 ? 0 : (size + 1) / 2)
        {
            int at = 0;
            while (at < input.Length && tries-- > 0)
            {
                T[] less = [.. input[..at], .. input[Math.Min(input.Length, at + size)..]];
                if (less.Length < input.Length && holds(less))
                    input = less;
                else
                    at += size;
            }
        }

        return input;
    }
}
