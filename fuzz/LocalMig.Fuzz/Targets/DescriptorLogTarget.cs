using System.Globalization;
using System.Text;
using LocalMig.Fuzz.Mutators;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>Logs of recorded descriptors.</summary>
public sealed class DescriptorLogTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override string Name => "descriptor-log";

    /// <inheritdoc/>
    public override string Summary => "recorded logs of descriptors: offsets inside what was received; errors at lines that are there; memory bounded";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, Errors.StreamLog.Code, Errors.LimitExceeded.Code];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Stream/DescriptorLog.cs"];

    /// <inheritdoc/>
    public override int MaximumLength => 1024;

    /// <inheritdoc/>
    public override long AllocationLimit(int length) => (2L << 20) + (4096L * length);

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of("src>dst ", "dst>src ", " EOF\n", "# ", "9223372036854775807", " 1 ", "253");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new LineMutator(["src>dst 0 1 1 3", "src>dst 100 32768 0", "dst>src 0 8 0", "src>dst 5 EOF", "# note", "src>dst 18446744073709551615 1 2"]);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) => SeedInputs.Files(fixtures, "streams", "*.log").Select(static path => SeedInputs.Pieces(File.ReadAllText(path), 12).First());

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        if (DescriptorLog.Read(Encoding.UTF8.GetString(input)).TryGet(out DescriptorLog? log, out ParseError? error))
        {
            Check(log.Offsets.All(static offset => offset >= 0), "an offset is inside a stream", () => log.Offsets.Min().ToString(CultureInfo.InvariantCulture));
            return Accepted;
        }

        int lines = input.Count((byte)'\n') + 1;
        Check(int.TryParse(error.Path.AsSpan("line ".Length), out int line) && line >= 1 && line <= lines, "an error stands at a line that is there");
        return error.Code;
    }
}
