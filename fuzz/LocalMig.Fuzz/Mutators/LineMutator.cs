using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Mutators;

/// <summary>Changes text line by line: lines are removed, repeated, moved, and made of the language's phrases.</summary>
/// <param name="phrases">Lines, and beginnings of lines.</param>
public sealed class LineMutator(IReadOnlyList<string> phrases) : IStructureMutator
{
    /// <inheritdoc/>
    public void Mutate(ReadOnlySpan<byte> input, InputBuffer output, FuzzRandom random)
    {
        output.Set(input);
        for (int i = random.Below(4); i >= 0; i--)
            Change(output, random);
    }

    private void Change(InputBuffer output, FuzzRandom random)
    {
        (int start, int end) = Line(output, random);
        byte[] line = output.Bytes[start..end].ToArray();
        switch (random.Below(6))
        {
            case 0:
                output.Remove(start, end - start);
                break;
            case 1:
                output.Insert(start, line);
                break;
            case 2:
                output.Remove(start, end - start);
                output.Insert(Line(output, random).Start, line);
                break;
            case 3:
                output.Insert(start, Words.Of(random.Pick(phrases))[0]);
                break;
            default:
                output.Insert(start, Words.Of(random.Pick(phrases) + "\n")[0]);
                break;
        }
    }

    private static (int Start, int End) Line(InputBuffer output, FuzzRandom random)
    {
        if (output.Length == 0)
            return (0, 0);
        int at = random.Below(output.Length);
        int start = output.Bytes[..at].LastIndexOf((byte)'\n') + 1;
        int end = output.Bytes[at..].IndexOf((byte)'\n');
        return (start, end < 0 ? output.Length : at + end + 1);
    }
}
