using LocalMig.Fuzz.Mutators;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>The state that goes ahead of a migration by CPR.</summary>
public sealed class CprTarget : FuzzTarget
{
    private static readonly byte[] Magic = Convert.FromHexString("5143505200000001");

    /// <inheritdoc/>
    public override string Name => "cpr";

    /// <inheritdoc/>
    public override string Summary => "CPR states: written as they were read, however split; errors inside";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, .. Targets.Outcomes.Of("stream.", "wire.", "descriptor.")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Stream/CprState.cs", "src/LocalMig/Stream/Analysis/CprWalk.cs"];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. Words.Bytes("5143505200000001", "0100000003", "00000000", "05"), .. Words.Of("CprState/vfio devices", "tap0"),
    ];

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new RecordMutator(static (output, random) =>
    {
        if (output.Length == 0)
            output.Append(Magic);
        for (int i = random.Below(3); i > 0; i--)
        {
            string name = random.OneIn(4) ? "" : "fd\0";
            output.Append((byte)1);
            output.AppendUInt32((uint)name.Length);
            output.Append(name);
            output.AppendUInt32((uint)random.Below(9));
            output.Append(StreamFormat.ServiceByte);
        }

        output.Append((byte)0);
        if (!random.OneIn(3))
            return;
        const string Subsection = "CprState/vfio devices";
        output.Append((byte)StreamTag.Subsection);
        output.Append((byte)Subsection.Length);
        output.Append(Subsection);
        output.AppendUInt32(1);
        output.Append((byte)1);
        output.AppendUInt32(1);
        output.Append("v"u8);
        output.Append(new byte[12]);
        output.Append((byte)0);
    });

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) =>
        SeedInputs.Files(fixtures, "streams", "*cpr-state*.bin").Select(static path => File.ReadAllBytes(path)).Append([.. Magic, 0]);

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        StreamReport report = StreamAnalysis.Analyze(input.ToArray());
        Check(report.Findings.All(static finding => finding.Error.Offset >= -1) && report.Parsed <= input.Length, "an error lies inside the input");
        return report.Findings.FirstOrDefault(static finding => finding.Weight == FindingWeight.Error)?.Error.Code ?? Accepted;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        if (!input.StartsWith(Magic))
            return;
        byte[] state = input[Magic.Length..].ToArray();
        byte[]? whole = Copy(new PiecewiseInput(state, int.MaxValue), state.Length);
        byte[]? split = Copy(new PiecewiseInput(state, 1), state.Length);
        Check(whole is null == (split is null) && (whole is null || whole.AsSpan().SequenceEqual(split)), "what is read does not depend on how it is split");
        // A list goes on with any byte but 0, and is written with 1.
        Check(whole is null || (Copy(new PiecewiseInput(whole, int.MaxValue), whole.Length) is { } again && again.AsSpan().SequenceEqual(whole)), "what was written is read, and written alike");
    }

    private static byte[]? Copy(PiecewiseInput input, int length)
    {
        if (!VmStateReader.Load(input, CprState.Description, CprState.Description.Version, "").TryGet(out VmStateValues? values, out ParseError? error))
        {
            Check(error.Offset >= 0 && error.Offset <= length, "an error lies inside the input");
            return null;
        }

        using (values)
        {
            var output = new MemoryOutput();
            VmStateWriter.Save(output, CprState.Description, values);
            return output.Written.ToArray();
        }
    }
}
