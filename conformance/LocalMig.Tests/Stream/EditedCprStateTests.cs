using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

/// <summary>The recorded CPR state, with one thing wrong in it, beside what a real destination says. Its list ends at 150, and its
/// subsection at 178.</summary>
public sealed class EditedCprStateTests
{
    private const int ListEnd = 151;

    private static readonly byte[] Good = StreamFixture.Read("11.1.3-cpr-state-plain.bin");

    public static TheoryData<string, int, string, string, long, string> Edits() => new()
    {
        // what, where, bytes in hex; code, offset, what QEMU says
        { "version 2", 7, "02", "stream.format-version", 4, "Unsupported migration stream version 2" },
        { "service byte X", 36, "58", "descriptor.service-byte", 36, "unexpected service byte: 88(X)" },
        { "service byte 0xff", 36, "ff", "descriptor.service-byte", 36, "unexpected service byte: 255(\u00ff)" },
        { "unknown subsection", ListEnd + 11, "626f677573", "stream.subsection.unknown", ListEnd, "VM subsection 'CprState/bogusdevices' in 'CprState' does not exist" },
        { "subsection version 2", ListEnd + 26, "02", "stream.version", ListEnd, "Loading VM subsection 'CprState/vfio devices' in 'CprState' failed: CprState/vfio devices: incoming version_id 2 is too new for local version_id 1" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_is_found_where_it_is_and_worded_as_a_real_destination_does(string what, int at, string hex, string code, long offset, string qemu)
    {
        Assert.NotEmpty(what);
        byte[] state = [.. Good];
        Convert.FromHexString(hex).CopyTo(state, at);
        ParseError error = StreamAnalysis.Analyze(state).Findings.First(finding => finding.Weight == FindingWeight.Error).Error;
        Assert.Equal((code, offset, qemu), (error.Code, error.Offset, error.QemuText));
    }

    // Such a stream is of another kind; a destination that waits for this one says so.
    [Theory]
    [InlineData("5145564d00000003", "Not a migration stream (bad magic 5145564d)")]
    [InlineData("5143505200000002", "Unsupported migration stream version 2")]
    public void Another_kind_of_stream_is_refused_as_a_real_destination_does(string hex, string qemu) =>
        Assert.Equal(qemu, CprState.ReadHeader(new RecordedInput(Convert.FromHexString(hex)))!.QemuText);

    [Theory]
    [InlineData("", "Not a migration stream (bad magic 0)")]
    [InlineData("51435052", "Unsupported migration stream version 0")]
    public void A_state_that_ends_within_its_header_reads_as_zeroes(string hex, string qemu)
    {
        ParseError error = CprState.ReadHeader(new RecordedInput(Convert.FromHexString(hex)))!;
        Assert.Equal((Errors.Truncated, qemu), (error.Rule, error.QemuText));
    }

    [Fact]
    public void A_state_cut_anywhere_names_where_it_ends()
    {
        for (int length = 4; length < Good.Length; length++)
        {
            StreamReport report = StreamAnalysis.Analyze(Good.AsMemory(0, length));
            if (length == ListEnd)
            {
                Assert.Empty(report.Findings); // the subsection may be left out
                continue;
            }

            ParseError error = Assert.Single(report.Findings).Error;
            Assert.Equal((Errors.Truncated, (long)length), (error.Rule, error.Offset));
        }
    }

    [Theory]
    [InlineData(8, "Failed to load CprState state: stream error: -5")]
    [InlineData(20, "Failed to load cpr fd state: stream error: -5")]
    [InlineData(36, "unexpected service byte: 0(")]
    [InlineData(37, "Failed to load CprState state: stream error: -5")]
    public void A_state_that_is_cut_is_worded_as_a_real_destination_does(int length, string qemu) =>
        Assert.Equal(qemu, Assert.Single(StreamAnalysis.Analyze(Good.AsMemory(0, length)).Findings).Error.QemuText);

    [Fact]
    public void A_name_of_no_bytes_crashes_a_real_destination_and_one_without_its_end_is_not_found()
    {
        byte[] nameless = [.. Good[..9], 0, 0, 0, 0, .. Good[32..]];
        StreamFinding nothing = Assert.Single(StreamAnalysis.Analyze(nameless).Findings);
        Assert.Equal((FindingWeight.Error, Errors.StreamCprName, 9L, "fds[0].name"), (nothing.Weight, nothing.Error.Rule, nothing.Error.Offset, nothing.Error.Path));
        byte[] endless = [.. Good];
        endless[62] = (byte)'x';
        StreamFinding unfound = Assert.Single(StreamAnalysis.Analyze(endless).Findings);
        Assert.Equal((FindingWeight.Note, Errors.StreamCprName, 38L, "fds[1].name"), (unfound.Weight, unfound.Error.Rule, unfound.Error.Offset, unfound.Error.Path));
    }

    [Fact]
    public void A_single_byte_changed_gives_findings_that_name_their_requirements_or_another_value()
    {
        for (int at = 4; at < Good.Length; at++)
        {
            foreach (byte value in (byte[])[(byte)(Good[at] ^ 1), (byte)(Good[at] ^ 0x80), 0, 0xff])
            {
                byte[] state = [.. Good];
                state[at] = value;
                StreamReport report = StreamAnalysis.Analyze(state);
                StreamRules.AllNameTheirRequirements(report, $"0x{value:x2} at {at}");
                Assert.True(report.Complete || report.HasErrors, $"0x{value:x2} at {at}");
            }
        }
    }

    [Fact]
    public void Descriptors_that_came_too_late_or_too_many_are_named()
    {
        long[] good = [36, 67, 85, 117, 134, 149];
        IReadOnlyList<StreamFinding> late = StreamAnalysis.Analyze(Good, new DescriptorLog([36, 67, 85, 117, 134])).Findings;
        Assert.Equal((Errors.DescriptorMissing, "no FD come with service byte"), (Assert.Single(late).Error.Rule, late[0].Error.QemuText));
        IReadOnlyList<StreamFinding> many = StreamAnalysis.Analyze(Good, new DescriptorLog([20, .. good])).Findings;
        Assert.Equal((Errors.StreamStrayDescriptor, 20L), (Assert.Single(many).Error.Rule, many[0].Error.Offset));
    }
}
