using LocalMig.Suite.Faults;
using LocalMig.Suite.Faults.Matrix;
using LocalMig.Suite.Faults.Recordings;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Suite.Faults;

/// <summary>A few of each seam; <c>localmig selftest</c> tries all of them.</summary>
[Collection(nameof(Alone))]
public class FaultTests
{
    [Theory]
    [InlineData("param-default-true")]
    [InlineData("schema-answer-missing")]
    [InlineData("migrate-forgets-tcp")]
    [InlineData("handover-one-switch-for-all")]
    [InlineData("waiting-takes-helper")]
    [InlineData("service-byte-zero")]
    [InlineData("event-status-missing")]
    [InlineData("section-id-reused")]
    [InlineData("id-not-echoed-in-errors")]
    public void A_fault_is_caught_by_the_requirement_that_it_breaks(string name)
    {
        MatrixRow row = Try(name);
        Assert.True(row.IsCaught, string.Join('\n', row.Cells));
        Assert.All(row.Cells, c => Assert.Equal("", c.Wrong));
    }

    [Theory]
    [InlineData("recorded-tcp-taken")]
    [InlineData("recorded-without-backend")]
    [InlineData("recorded-event-dropped")]
    [InlineData("recorded-carrier-lost")]
    [InlineData("recorded-reply-out-of-order")]
    [InlineData("stream-service-byte-wrong")]
    [InlineData("stream-descriptor-late")]
    [InlineData("stream-device-before-its-backend")]
    public void An_edited_recording_is_caught_by_the_requirement_that_it_breaks(string name)
    {
        RecordedEdit edit = RecordedEdits.All.Single(e => e.Name == name);
        MatrixRow row = Assert.Single(RecordedEdits.Run([edit], Fixture.Path("../../fixtures")).Rows);
        Assert.Null(row.Broken);
        Assert.True(row.IsCaught, string.Join('\n', row.Cells));
    }

    private static MatrixRow Try(string name)
    {
        MatrixRow row = new FaultTrial(program: null, seed: 1).Try(FaultCatalogue.Find(name)!);
        Assert.Null(row.Broken);
        return row;
    }
}
