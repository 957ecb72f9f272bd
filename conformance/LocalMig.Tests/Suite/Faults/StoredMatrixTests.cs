using System.Globalization;
using LocalMig.Suite.Faults;
using LocalMig.Suite.Faults.Matrix;
using LocalMig.Suite.Faults.Recordings;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Suite.Faults;

/// <summary>The matrix that scripts/selftest.sh has stored, and the figure that it has put into README.md.</summary>
public class StoredMatrixTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Fixture.Path("../../fixtures"), ".."));

    [Fact]
    public void The_stored_matrix_has_every_fault_and_the_readme_its_figure()
    {
        string path = Path.Combine(Root, "docs/kill-matrix.json");
        Assert.SkipUnless(File.Exists(path), "no matrix is stored: scripts/selftest.sh makes it");
        IReadOnlyList<StoredFault> stored = MatrixDocument.TryRead(File.ReadAllText(path))!;
        Assert.Equal([.. FaultCatalogue.All.Select(f => f.Name), .. RecordedEdits.All.Select(e => e.Name)], stored.Select(f => f.Name));
        int caught = stored.Count(f => f.CaughtBy.Count > 0);
        string figure = string.Create(CultureInfo.InvariantCulture, $"{caught} of {stored.Count} wrong implementations and recordings are caught");
        Assert.Contains(figure, File.ReadAllText(Path.Combine(Root, "README.md")), StringComparison.Ordinal);
    }
}
