using System.Buffers.Binary;
using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Finds the description that follows a stream, from the end: the lengths of the sections before it are known from it alone.</summary>
internal static class DescriptionSearch
{
    private const byte EndTag = (byte)StreamTag.End;
    private const int HeadLength = 5;

    /// <summary>Looks behind everything, and at no more than a description may be long; leaves the input anywhere.</summary>
    public static (VmDescription Description, long Offset)? Find(SeekableInput input)
    {
        long start = Math.Max(0, input.End - input.Limits.VmDescription - ByteInput.PeekLimit);
        input.Seek(start);
        return Find(input.PeekAll(), start, input.Limits);
    }

    /// <summary>Looks for the end of the state, the description's tag, a length that stays inside, and JSON.</summary>
    /// <param name="tail">The last bytes of the stream.</param>
    /// <param name="start">The offset of the first of them.</param>
    /// <param name="limits">How large and how deep it may be.</param>
    /// <returns>The description and the offset of its tag; null where there is none that can be read.</returns>
    public static (VmDescription Description, long Offset)? Find(ReadOnlySpan<byte> tail, long start, Limits limits)
    {
        // JSON text has no such byte, so the last one is the right one unless something follows the stream.
        int at = tail.Length - HeadLength;
        while (at > 0)
        {
            at = tail[..at].LastIndexOf([EndTag, (byte)StreamTag.VmDescription]);
            if (at < 0)
                return null;
            ReadOnlySpan<byte> rest = tail[(at + 1 + HeadLength)..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(tail[(at + 2)..]);
            if (length >= 2 && length <= rest.Length && length <= limits.VmDescription && rest[0] == (byte)'{'
                && VmDescriptionReader.Read(rest[..(int)length], start + at + 1 + HeadLength, limits).TryGet(out VmDescription? description, out _))
            {
                return (description, start + at + 1);
            }
        }

        return null;
    }
}
