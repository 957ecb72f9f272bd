using System.Text;
using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Mutators;

/// <summary>Makes JSON by its grammar, and changes what is there at the borders of its tokens.</summary>
/// <param name="names">Names of members and strings to prefer; null for letters.</param>
public sealed class JsonMutator(IReadOnlyList<string>? names = null) : IStructureMutator
{
    private static readonly string[] Letters = ["a", "b", "id", "\\u0041", "\\ud83d\\ude00", "", "x y", "\\\\", "\u00e9"];
    private static readonly string[] Numbers = ["0", "-1", "1", "255", "65536", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "1.5", "-2e10", "1e400", "0.1"];

    private readonly IReadOnlyList<string> _names = names ?? Letters;

    /// <inheritdoc/>
    public void Mutate(ReadOnlySpan<byte> input, InputBuffer output, FuzzRandom random)
    {
        output.Set(input);
        switch (random.Below(5))
        {
            case 0:
                output.Clear();
                Value(output, random, 0);
                break;
            case 1:
                Insert(output, random);
                break;
            case 2:
                Replace(output, random);
                break;
            case 3:
                Value(output, random, 0);
                break;
            default:
                Nest(output, random);
                break;
        }
    }

    /// <summary>Puts a value at the end.</summary>
    public void Value(InputBuffer output, FuzzRandom random, int depth)
    {
        switch (random.Below(depth > 4 ? 5 : 8))
        {
            case 0:
                output.Append(random.Pick(Numbers));
                break;
            case 1 or 2:
                String(output, random);
                break;
            case 3:
                output.Append(random.OneIn(2) ? "true" : "false");
                break;
            case 4:
                output.Append("null");
                break;
            case 5:
                output.Append("["u8);
                for (int i = random.Below(4); i > 0; i--)
                {
                    Value(output, random, depth + 1);
                    output.Append(i > 1 ? ", "u8 : ""u8);
                }

                output.Append("]"u8);
                break;
            default:
                output.Append("{"u8);
                for (int i = random.Below(4); i > 0; i--)
                {
                    String(output, random);
                    output.Append(": "u8);
                    Value(output, random, depth + 1);
                    output.Append(i > 1 ? ", "u8 : ""u8);
                }

                output.Append("}"u8);
                break;
        }
    }

    private void String(InputBuffer output, FuzzRandom random)
    {
        string quote = random.OneIn(8) ? "'" : "\"";
        output.Append(quote);
        output.Append(random.Pick(_names));
        output.Append(quote);
    }

    // A member or an element behind a bracket or comma.
    private void Insert(InputBuffer output, FuzzRandom random)
    {
        int at = Find(output, random, "{[,"u8);
        if (at < 0)
            return;
        bool member = output.Bytes[at] == '{' || (output.Bytes[at] == ',' && random.OneIn(2));
        var piece = new InputBuffer(512);
        if (member)
        {
            String(piece, random);
            piece.Append(": "u8);
        }

        Value(piece, random, 3);
        piece.Append(", "u8);
        output.Insert(at + 1, piece.Bytes);
    }

    // Another value behind a colon.
    private void Replace(InputBuffer output, FuzzRandom random)
    {
        int at = Find(output, random, ":"u8);
        if (at < 0)
            return;
        int end = output.Bytes[(at + 1)..].IndexOfAny(",}]"u8);
        if (end < 0)
            return;
        output.Remove(at + 1, end);
        var piece = new InputBuffer(512);
        Value(piece, random, 3);
        output.Insert(at + 1, piece.Bytes);
    }

    private static void Nest(InputBuffer output, FuzzRandom random)
    {
        int depth = random.OneIn(64) ? 1000 + random.Below(40) : random.Below(20);
        byte[] open = Encoding.ASCII.GetBytes(new string('[', depth));
        byte[] close = Encoding.ASCII.GetBytes(new string(']', depth));
        output.Insert(0, open);
        output.Append(close);
    }

    private static int Find(InputBuffer output, FuzzRandom random, ReadOnlySpan<byte> any)
    {
        if (output.Length == 0)
            return -1;
        int from = random.Below(output.Length);
        int found = output.Bytes[from..].IndexOfAny(any);
        return found >= 0 ? from + found : output.Bytes.IndexOfAny(any);
    }
}
