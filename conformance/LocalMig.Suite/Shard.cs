using System.Globalization;
using System.Runtime.InteropServices;

namespace LocalMig.Suite;

/// <summary>One of several parts of the cases: <c>2/8</c>. The case's id decides, so adding a case moves no other.</summary>
/// <param name="Index">Which part, from 1.</param>
/// <param name="Count">How many parts.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>All cases.</summary>
    public static Shard Whole => new(1, 1);

    /// <summary>Whether a case belongs to the part.</summary>
    public bool Holds(string caseId) => CaseSeed.Of(0, caseId) % (ulong)Count == (ulong)(Index - 1);

    /// <summary>Reads <c>I/N</c> with 1 &lt;= I &lt;= N &lt;= 10000.</summary>
    public static bool TryParse(string text, out Shard shard)
    {
        shard = Whole;
        string[] parts = text.Split('/');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || index < 1 || count < index || count > 10_000)
        {
            return false;
        }

        shard = new Shard(index, count);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Index}/{Count}";
}
