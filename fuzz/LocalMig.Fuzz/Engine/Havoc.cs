using System.Buffers.Binary;

namespace LocalMig.Fuzz.Engine;

/// <summary>Changes without knowledge of the language: bits, numbers, blocks, words of the dictionary, and crossing with another input.</summary>
/// <param name="dictionary">Words to insert and to write over what is there.</param>
public sealed class Havoc(IReadOnlyList<byte[]> dictionary)
{
    private static readonly long[] Interesting =
    [
        -128, -1, 0, 1, 16, 32, 64, 100, 127, 128, 255, 256, 512, 1000, 1024, 4096, 32767, 32768, 65535, 65536, 0x7fffffff, 0x80000000, 0xffffffff, -0x80000000,
    ];

    /// <summary>Applies one to many changes.</summary>
    public void Mutate(InputBuffer input, FuzzRandom random)
    {
        int changes = 1 << random.Below(5);
        for (int i = 0; i < changes; i++)
            Change(input, random);
    }

    /// <summary>Keeps the beginning and goes on as another input does from some place.</summary>
    public static void Splice(InputBuffer input, ReadOnlySpan<byte> other, FuzzRandom random)
    {
        if (other.IsEmpty)
            return;
        int keep = random.Below(input.Length + 1);
        input.Remove(keep, input.Length - keep);
        input.Append(other[random.Below(other.Length)..]);
    }

    private void Change(InputBuffer input, FuzzRandom random)
    {
        if (input.Length == 0)
        {
            input.Append((byte)random.Next());
            return;
        }

        Span<byte> bytes = input.Bytes;
        int at = random.Below(bytes.Length);
        switch (random.Below(dictionary.Count > 0 ? 15 : 12))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Below(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next();
                break;
            case 2:
                bytes[at] += (byte)(1 + random.Below(35));
                break;
            case 3:
                bytes[at] -= (byte)(1 + random.Below(35));
                break;
            case 4:
                WriteNumber(bytes[at..], random.Pick(Interesting), random);
                break;
            case 5:
                ChangeNumber(bytes[at..], random);
                break;
            case 6 or 7:
                input.Remove(at, BlockLength(input.Length - at, random));
                break;
            case 8 or 9:
                byte[] copy = bytes.Slice(at, BlockLength(bytes.Length - at, random)).ToArray();
                input.Insert(random.Below(input.Length + 1), copy);
                break;
            case 10:
                int from = random.Below(bytes.Length);
                int length = BlockLength(bytes.Length - Math.Max(at, from), random);
                bytes.Slice(from, length).ToArray().CopyTo(bytes[at..]);
                break;
            case 11:
                Span<byte> block = stackalloc byte[1 + random.Below(32)];
                block.Fill(random.OneIn(2) ? bytes[at] : (byte)random.Next());
                // Written over, a number of several bytes may come to be of one byte only, and no length changes.
                if (random.OneIn(2))
                    block[..Math.Min(block.Length, bytes.Length - at)].CopyTo(bytes[at..]);
                else
                    input.Insert(at, block);
                break;
            case 12:
                byte[] word = random.Pick(dictionary);
                word.AsSpan(0, Math.Min(word.Length, bytes.Length - at)).CopyTo(bytes[at..]);
                break;
            default:
                input.Insert(random.Below(input.Length + 1), random.Pick(dictionary));
                break;
        }
    }

    private static int BlockLength(int available, FuzzRandom random) =>
        available <= 1 ? available : 1 + random.Below(Math.Min(available, random.OneIn(4) ? available : 16));

    private static void WriteNumber(Span<byte> bytes, long value, FuzzRandom random)
    {
        int width = Width(bytes.Length, random);
        bool little = random.OneIn(4);
        for (int i = 0; i < width; i++)
            bytes[little ? i : width - 1 - i] = (byte)(value >> (8 * i));
    }

    private static void ChangeNumber(Span<byte> bytes, FuzzRandom random)
    {
        int delta = random.Below(71) - 35;
        if (Width(bytes.Length, random) >= 4)
            BinaryPrimitives.WriteInt32BigEndian(bytes, unchecked(BinaryPrimitives.ReadInt32BigEndian(bytes) + delta));
        else if (bytes.Length >= 2)
            BinaryPrimitives.WriteInt16BigEndian(bytes, unchecked((short)(BinaryPrimitives.ReadInt16BigEndian(bytes) + delta)));
        else
            bytes[0] += unchecked((byte)delta);
    }

    private static int Width(int available, FuzzRandom random)
    {
        int width = 1 << random.Below(4);
        while (width > available)
            width >>= 1;
        return width;
    }
}
