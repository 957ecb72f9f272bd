using System.Text;

namespace LocalMig.Json;

/// <summary>QEMU keeps the members of an object in a table of 512 buckets and prints them bucket by bucket (facts, A.1).</summary>
public static class JsonMemberOrder
{
    /// <summary>Buckets there are.</summary>
    public const int Buckets = 512;

    /// <summary>The bucket of a name: 0 to 511.</summary>
    public static int BucketOf(string name)
    {
        if (name.Length > 64 || name.Contains('\0', StringComparison.Ordinal))
            return BucketOf(ModifiedUtf8.Held(name));
        Span<byte> utf8 = stackalloc byte[192];
        return BucketOf(utf8[..Encoding.UTF8.GetBytes(name, utf8)]);
    }

    private static int BucketOf(ReadOnlySpan<byte> name)
    {
        uint value = 0x238F13AFu * (uint)name.Length;
        int shift = 0;
        foreach (byte b in name)
        {
            value += (uint)b << shift;
            shift = (shift + 5) % 24;
        }

        return (int)(((1103515243u * value) + 12345u) % Buckets);
    }

    /// <summary>The members in the order QEMU prints them. Of two in one bucket the one given later comes first.</summary>
    internal static int[] Sort(JsonMembers members)
    {
        // Bucket above, reversed position below: one number to sort by.
        var order = new long[members.Count];
        var positions = new int[members.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = ((long)BucketOf(members[i].Name) << 32) | (uint)(int.MaxValue - i);
            positions[i] = i;
        }

        Array.Sort(order, positions);
        return positions;
    }
}
