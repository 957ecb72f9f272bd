using System.Buffers.Binary;
using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Finds the end of a section whose length nothing tells: the footer with its id, followed by what can follow a footer.</summary>
internal static class FooterSearch
{
    public const int FooterLength = 5;

    /// <summary>Looks from a place on; leaves the input anywhere.</summary>
    /// <returns>The offset of the footer, or null.</returns>
    public static long? Find(SeekableInput input, uint id, long from)
    {
        Span<byte> footer = stackalloc byte[FooterLength];
        footer[0] = (byte)StreamTag.Footer;
        BinaryPrimitives.WriteUInt32BigEndian(footer[1..], id);
        input.Seek(from);
        while (true)
        {
            ReadOnlySpan<byte> window = input.Peek(ByteInput.PeekLimit);
            int at = window.IndexOf(footer);
            if (at >= 0)
            {
                long found = input.Offset + at;
                input.Advance(at);
                if (IsFooter(input, id))
                    return found;
                input.Seek(found + 1);
                continue;
            }

            if (window.Length < ByteInput.PeekLimit)
                return null;
            input.Advance(window.Length - FooterLength + 1);
        }
    }

    /// <summary>Whether the section's footer stands at the next byte, followed by the head of something else.</summary>
    public static bool IsFooter(SeekableInput input, uint id)
    {
        ReadOnlySpan<byte> window = input.Peek(FooterLength + 10);
        if (window.Length < FooterLength || window[0] != (byte)StreamTag.Footer || BinaryPrimitives.ReadUInt32BigEndian(window[1..]) != id)
            return false;
        return ElementBegins(window[FooterLength..]);
    }

    /// <summary>Whether the bytes behind the next five are the head of an element: then those five are a footer that was damaged.</summary>
    public static bool IsDamaged(SeekableInput input)
    {
        ReadOnlySpan<byte> window = input.Peek(FooterLength + 10);
        return window.Length > FooterLength && ElementBegins(window[FooterLength..]);
    }

    /// <summary>Whether bytes that stand behind a footer begin an element, as far as they tell.</summary>
    public static bool ElementBegins(ReadOnlySpan<byte> window)
    {
        if (window.IsEmpty)
            return true;
        return (StreamTag)window[0] switch
        {
            StreamTag.SectionStart or StreamTag.SectionFull => window.Length >= 6 && window[5] != 0,
            StreamTag.SectionPart or StreamTag.SectionEnd => window.Length >= 5,
            StreamTag.Command => window.Length >= 5 && StreamCommands.IsDefined((StreamCommand)BinaryPrimitives.ReadUInt16BigEndian(window[1..])),
            StreamTag.End => window.Length == 1 || window[1] == (byte)StreamTag.VmDescription,
            _ => false,
        };
    }
}
