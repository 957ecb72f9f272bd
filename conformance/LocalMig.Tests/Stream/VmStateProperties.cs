using FsCheck.Xunit;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

[Properties(Arbitrary = [typeof(States)], MaxTest = 300)]
public sealed class VmStateProperties
{
    [Property]
    public void What_was_written_is_read_back_equal(State state)
    {
        (MemoryOutput output, long end) = SaveBeforeFooter(state.Description, state.Values);
        var input = new RecordedInput(output.Written);
        Assert.Equal(state.Values, VmStateReader.Load(input, state.Description, state.Description.Version, "dev").Value);
        Assert.Equal(end, input.Offset);
        Assert.Equal(output.Descriptors, input.Descriptors);
    }

    [Property]
    public void What_was_read_is_written_anew_byte_for_byte_by_the_description_that_follows_the_stream(State state)
    {
        (MemoryOutput output, long end) = SaveBeforeFooter(state.Description, state.Values);
        VmDescription description = new(4096, null, [new VmDescription.Device("dev", 0, VmStateResolution.Resolve(state.Description, state.Values))]);
        VmStateDescription described = VmDescriptionReader.Read(VmDescriptionWriter.Write(description).Span, 0, Limits.Untrusted).Value.Devices[0].State!;
        Assert.Equal(end, VmStateResolution.Size(described));

        VmStateValues read = VmStateReader.Load(new RecordedInput(output.Written), described, described.Version, "dev").Value;
        (MemoryOutput again, _) = SaveBeforeFooter(described, read);
        Assert.Equal(output.Written.ToArray(), again.Written.ToArray());
    }

    [Fact]
    public void A_last_byte_that_could_begin_a_subsection_is_told_from_one_by_the_footer_behind_it()
    {
        var description = new VmStateDescription("dev", 1, VmStateField.Of("tag", VmStateType.UInt8));
        VmStateDescription withSubsection = description with { Subsections = [new VmStateDescription("dev/sub", 1)] };
        var values = new VmStateValues().Set("tag", (ulong)StreamTag.Subsection);

        (MemoryOutput output, long end) = SaveBeforeFooter(description, values);
        Assert.Equal(values, VmStateReader.Load(new RecordedInput(output.Written), withSubsection, 1, "dev").Value);

        byte[] subsectionCutAtItsTag = [(byte)StreamTag.Subsection, (byte)StreamTag.Subsection];
        ParseError error = VmStateReader.Load(new RecordedInput(subsectionCutAtItsTag), withSubsection, 1, "dev").Error!;
        Assert.Equal((Errors.Truncated, end + 1), (error.Rule, error.Offset));
    }

    [Property]
    public void A_state_that_is_cut_gives_an_error_at_its_end_or_lacks_whole_subsections(State state)
    {
        var output = new MemoryOutput();
        VmStateWriter.Save(output, state.Description, state.Values);
        for (int length = 0; length < output.Written.Length; length++)
        {
            Result<VmStateValues, ParseError> read = VmStateReader.Load(new RecordedInput(output.Written[..length]), state.Description, state.Description.Version, "dev");
            if (read.TryGet(out VmStateValues? values, out ParseError? error))
                Assert.NotEqual(state.Values, values);
            else
                Assert.Equal((Errors.Truncated, (long)length), (error.Rule, error.Offset));
        }
    }

    [Property]
    public void A_version_outside_the_range_is_refused(State state)
    {
        VmStateDescription description = state.Description with { Version = 5, MinimumVersion = 3 };
        foreach (int version in (int[])[2, 6])
        {
            ParseError error = VmStateReader.Load(new RecordedInput(default), description, version, "dev").Error!;
            Assert.Equal((Errors.StreamVersion, "dev"), (error.Rule, error.Path));
        }
    }

    // A state is always followed by something: where the input ends behind a byte 0x05, nothing tells whether a subsection was cut.
    private static (MemoryOutput Output, long End) SaveBeforeFooter(VmStateDescription description, VmStateValues values)
    {
        var output = new MemoryOutput();
        VmStateWriter.Save(output, description, values);
        long end = output.Offset;
        new ElementWriter(output).Footer(1);
        return (output, end);
    }
}
