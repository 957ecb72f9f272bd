namespace LocalMig.Tests.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-snapshot-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_text_without_an_approved_one_fails_and_is_left_for_reading()
    {
        Assert.NotNull(Snapshot.Compare(Path.Combine(_folder, "A.b"), "one\n"));
        Assert.Equal("one\n", File.ReadAllText(Path.Combine(_folder, "A.b.received.txt")));
        Assert.False(File.Exists(Path.Combine(_folder, "A.b.verified.txt")));
    }

    [Fact]
    public void A_different_text_fails_with_the_lines_that_differ()
    {
        File.WriteAllText(Path.Combine(_folder, "A.b.verified.txt"), "one\ntwo\n");
        string? difference = Snapshot.Compare(Path.Combine(_folder, "A.b"), "one\nthree\n");
        Assert.Contains("- two", difference, StringComparison.Ordinal);
        Assert.Contains("+ three", difference, StringComparison.Ordinal);
        Assert.Equal("one\ntwo\n", File.ReadAllText(Path.Combine(_folder, "A.b.verified.txt")));
    }

    [Fact]
    public void The_approved_text_passes_and_clears_what_an_earlier_run_left()
    {
        File.WriteAllText(Path.Combine(_folder, "A.b.verified.txt"), "one\ntwo");
        File.WriteAllText(Path.Combine(_folder, "A.b.received.txt"), "old");
        Assert.Null(Snapshot.Compare(Path.Combine(_folder, "A.b"), "one\r\ntwo\r\n"));
        Assert.False(File.Exists(Path.Combine(_folder, "A.b.received.txt")));
    }
}
