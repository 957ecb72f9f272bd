using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Suite.Streams;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite.Cases.Stream;

/// <summary>What is sent of a TAP is what it is: its queues are opened by the case's request, so their state is known.</summary>
internal sealed class TrueStateCase : Case
{
    private const string Requirement = "LM-STREAM-12";

    /// <inheritdoc/>
    public override string Id => "STREAM/tap-true-state";

    /// <inheritdoc/>
    public override string Title => "Compares the state in the stream with that of the TAP";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Requirements => [Requirement];

    /// <inheritdoc/>
    public override TargetAbilities Needs => TargetAbilities.Vms | TargetAbilities.Taps;

    /// <inheritdoc/>
    public override void Run(CaseContext c)
    {
        StreamEvidence stream = TappedStreamCase.Migrate(c, c.NewTap(queues: 2));
        foreach ((StreamNode section, StreamNode field) in stream.DescriptorFields)
        {
            StreamNode queue = section.All.First(node => node.Children.Contains(field));
            bool header = Value(queue, "using_vnet_hdr") == 1;
            ulong length = Value(queue, "host_vnet_hdr_len");
            string place = $"offset {field.Offset}";

            // The TAP has header and queues as it was asked for; the header has 10 bytes, or 12 with the number of buffers.
            c.Expect(Requirement, $"the header length in {section.Name}", header && length is 10 or 12 or 24, "10, 12 or 24, and in use", $"{length}, {(header ? "in use" : "not in use")}", place);
            c.ExpectEqual(Requirement, $"'enabled' in {section.Name}", 1ul, Value(queue, "enabled"), place);
        }
    }

    private static ulong Value(StreamNode queue, string field) =>
        queue.Children.FirstOrDefault(node => node.Name == field)?.Value is VmStateNumber number ? number.Value : ulong.MaxValue;
}
