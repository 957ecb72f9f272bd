using System.Buffers.Binary;
using PlantedBugs;

namespace LocalMig.Fuzz.Targets;

/// <summary>The toy parser: it shows that the engine finds what there is to be found.</summary>
public sealed class PlantedTarget : FuzzTarget
{
    private const string Other = "toy.other";

    /// <inheritdoc/>
    public override string Name => "planted";

    /// <inheritdoc/>
    public override string Summary => "a toy parser; 'selftest' runs it with five planted bugs";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes => [Accepted, Other];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => [];

    /// <inheritdoc/>
    public override int MaximumLength => 256;

    /// <inheritdoc/>
    public override long AllocationLimit(int length) => 1 << 20;

    /// <inheritdoc/>
    public override TimeSpan TimeLimit => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) => ["TOY1"u8.ToArray(), "TOY1L\0"u8.ToArray()];

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        long sum = ToyReader.Read(input);
        if (sum >= 0 && input.Length >= 8)
        {
            uint value = BinaryPrimitives.ReadUInt32BigEndian(input[^4..]);
            Check(ToyReader.ThereAndBack(value) == value, "a number comes back as it went");
        }

        return sum < 0 ? Other : Accepted;
    }
}
