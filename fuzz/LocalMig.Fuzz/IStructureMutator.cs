using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz;

/// <summary>Changes an input, or makes a new one, so that it keeps the structure of its language.</summary>
public interface IStructureMutator
{
    /// <summary>Makes the next input.</summary>
    /// <param name="input">What to begin with; may be ignored.</param>
    /// <param name="output">Empty; takes the new input.</param>
    /// <param name="random">The only source of chance.</param>
    void Mutate(ReadOnlySpan<byte> input, InputBuffer output, FuzzRandom random);
}
