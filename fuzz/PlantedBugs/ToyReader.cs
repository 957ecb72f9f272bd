namespace PlantedBugs;

/// <summary>Reads and writes a toy language: <c>TOY1</c>, then elements of a tag, a length byte and as many bytes. Right as it stands;
/// with PLANTED_BUGS defined it has five bugs, one for each way in which the engine finds something.</summary>
public static class ToyReader
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaximumDepth = 8;

    /// <summary>Reads elements.</summary>
    /// <returns>The sum of all bytes of data; -1 where the input is not of the language.</returns>
    public static long Read(ReadOnlySpan<byte> input)
    {
        if (!input.StartsWith("TOY1"u8))
            return -1;
        return Elements(input[4..], 0);
    }

    /// <summary>Turns an unsigned number into its zigzag form and back.</summary>
    public static uint ThereAndBack(uint value)
    {
#if PLANTED_BUGS
        if (value == 0x21212121)
            return value - 1; // bug 5: what is read is not what was written
#endif
        return value;
    }

    private static long Elements(ReadOnlySpan<byte> bytes, int depth)
    {
        long sum = 0;
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < 2)
                return -1;
            byte tag = bytes[0];
            int length = bytes[1];
#if PLANTED_BUGS
            if (tag == (byte)'D' && bytes.Length > 2)
                return bytes[2 + length]; // bug 1: beyond the end
#endif
            if (length > bytes.Length - 2)
                return -1;
            ReadOnlySpan<byte> data = bytes.Slice(2, length);
            switch (tag)
            {
                case (byte)'D':
                    foreach (byte b in data)
                        sum += b;
                    break;
                case (byte)'N':
#if PLANTED_BUGS
                    if (length == 3 && data[0] == 'N' && data[1] == '!')
                        return Forever(data, depth); // bug 2: recursion without an end
#endif
                    if (depth == MaximumDepth)
                        return -1;
                    long inner = Elements(data, depth + 1);
                    if (inner < 0)
                        return -1;
                    sum += inner;
                    break;
                case (byte)'A':
#if PLANTED_BUGS
                    if (length == 2)
                        sum += new byte[((data[0] & 0x0f) << 24) | (data[1] << 16)].Length; // bug 3: memory as the input says
#endif
                    break;
                case (byte)'L':
#if PLANTED_BUGS
                    while (length == 2 && data[0] == 'L' && data[1] == '!')
                        sum++; // bug 4: no end
#endif
                    break;
                default:
                    return -1;
            }

            bytes = bytes[(2 + length)..];
        }

        return sum;
    }

#if PLANTED_BUGS
    private static long Forever(ReadOnlySpan<byte> data, int depth) => Forever(data, depth + 1) + data[0];
#endif
}
