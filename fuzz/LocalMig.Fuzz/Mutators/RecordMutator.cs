using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Mutators;

/// <summary>Inserts a whole record, or makes an input of some records.</summary>
/// <param name="append">Puts a record of the language at the end of a buffer.</param>
public sealed class RecordMutator(Action<InputBuffer, FuzzRandom> append) : IStructureMutator
{
    /// <inheritdoc/>
    public void Mutate(ReadOnlySpan<byte> input, InputBuffer output, FuzzRandom random)
    {
        if (random.OneIn(3))
        {
            for (int i = random.Below(5); i >= 0; i--)
                append(output, random);
            return;
        }

        output.Set(input);
        var piece = new InputBuffer(output.Maximum);
        append(piece, random);
        output.Insert(random.OneIn(2) ? output.Length : random.Below(output.Length + 1), piece.Bytes);
    }
}
