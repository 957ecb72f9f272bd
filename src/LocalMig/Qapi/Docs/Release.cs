using System.Runtime.InteropServices;

namespace LocalMig.Qapi.Docs;

/// <summary>A release as documentation names it: <c>9.2</c>, <c>0.14.1</c>.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second.</param>
/// <param name="Micro">The third, 0 where there is none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Release(int Major, int Minor, int Micro = 0) : IComparable<Release>
{
    /// <summary>Reads two or three numbers.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Release release)
    {
        release = default;
        Span<Range> parts = stackalloc Range[4];
        int n = text.Split(parts, '.');
        if (n is not (2 or 3))
            return false;
        Span<int> numbers = stackalloc int[3];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<char> part = text[parts[i]];
            if (part.Length is 0 or > 4 || part.ContainsAnyExceptInRange('0', '9'))
                return false;
            numbers[i] = int.Parse(part, provider: null);
        }

        release = new Release(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Release other) => (Major, Minor, Micro).CompareTo((other.Major, other.Minor, other.Micro));

    /// <summary>Whether one is older.</summary>
    public static bool operator <(Release left, Release right) => left.CompareTo(right) < 0;

    /// <summary>Whether one is newer.</summary>
    public static bool operator >(Release left, Release right) => left.CompareTo(right) > 0;

    /// <summary>Whether one is older or the same.</summary>
    public static bool operator <=(Release left, Release right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one is newer or the same.</summary>
    public static bool operator >=(Release left, Release right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Micro == 0 ? $"{Major}.{Minor}" : $"{Major}.{Minor}.{Micro}";
}
