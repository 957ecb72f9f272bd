using System.Globalization;

namespace LocalMig.Stream.Analysis;

/// <summary>Prints the bytes of a node that none of its children holds, sixteen a line, below its line in the tree. Lines that repeat
/// the one before are one line with a star. Pages of RAM are left out.</summary>
internal sealed class StreamHexText(SeekableInput input, TextWriter output)
{
    private const int PerLine = 16;

    public void Write(StreamNode node, int depth)
    {
        if (node.Kind is StreamNodeKind.RamPages or StreamNodeKind.Packet)
            return;
        long at = node.Offset;
        // Pages stand between the marks and the footer, and no node says where each one is.
        if (node.Kind == StreamNodeKind.Section && node.Name == "ram")
        {
            WriteRange(at, node.PayloadOffset, depth);
            return;
        }

        if (node.Kind == StreamNodeKind.RamTotal)
        {
            WriteRange(at, at + sizeof(ulong), depth);
            return;
        }

        foreach (StreamNode child in node.Children)
        {
            WriteRange(at, child.Offset, depth);
            at = Math.Max(at, child.End);
        }

        WriteRange(at, node.End, depth);
    }

    private void WriteRange(long offset, long end, int depth)
    {
        string indent = new(' ', 12 + (depth * 2));
        Span<byte> line = stackalloc byte[PerLine];
        Span<byte> before = stackalloc byte[PerLine];
        bool repeats = false;
        input.Seek(Math.Min(offset, input.End));
        end = Math.Min(end, input.End);
        for (long start = offset; offset < end; offset += PerLine)
        {
            int count = (int)Math.Min(PerLine, end - offset);
            input.ReadExactly(line[..count]);
            if (offset > start && count == PerLine && line.SequenceEqual(before))
            {
                if (!repeats)
                    output.WriteLine($"{indent}*");
                repeats = true;
                continue;
            }

            repeats = false;
            line.CopyTo(before);
            WriteLine(offset, line[..count], indent[..^2]);
        }
    }

    private void WriteLine(long offset, ReadOnlySpan<byte> bytes, string indent)
    {
        Span<char> text = stackalloc char[(PerLine * 4) + 2];
        text.Fill(' ');
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i].TryFormat(text[(i * 3)..], out _, "x2", CultureInfo.InvariantCulture);
            text[(PerLine * 3) + 1 + i] = bytes[i] is >= 0x20 and <= 0x7e ? (char)bytes[i] : '.';
        }

        output.WriteLine($"{offset.ToString(CultureInfo.InvariantCulture).PadLeft(10)}{indent}{text.TrimEnd(' ')}");
    }
}
