using System.Text;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Review;

/// <summary>Reviews patches to schema files.</summary>
public sealed class PatchReview
{
    private readonly ReviewOptions _options;
    private readonly List<ReviewProblem> _problems = [];
    private Dictionary<string, ReadOnlyMemory<byte>> _texts = new(StringComparer.Ordinal);

    private PatchReview(ReviewOptions options) => _options = options;

    /// <summary>Reviews patches, each on top of those before it in its series; every version of a series begins anew.</summary>
    /// <param name="patches">The patches in order.</param>
    /// <param name="options">How.</param>
    /// <param name="problems">What did not apply or could not be read.</param>
    public static IReadOnlyList<ReviewedPatch> Run(IReadOnlyList<Patch> patches, ReviewOptions options, out IReadOnlyList<ReviewProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(patches);
        ArgumentNullException.ThrowIfNull(options);
        PatchReview review = new(options);
        problems = review._problems;
        List<ReviewedPatch> reviewed = [];
        int version = 0;
        foreach (Patch patch in patches)
        {
            if (patch.Position.Version != version)
                review._texts = new(StringComparer.Ordinal);
            version = patch.Position.Version;
            reviewed.Add(new ReviewedPatch(patch, options.Base is null ? review.Alone(patch) : review.OnBase(patch, options.Base)));
        }

        return reviewed;
    }

    /// <summary>Whether a diff is about a schema: by the file's name, and by what its lines look like.</summary>
    internal static bool IsSchema(FileDiff diff) =>
        diff.Path.EndsWith(".qapi", StringComparison.Ordinal)
        || (diff.Path.EndsWith(".json", StringComparison.Ordinal) && diff.Hunks.SelectMany(static h => h.Lines).Any(static l =>
            l.Text.StartsWith("# ", StringComparison.Ordinal) || l.Text.StartsWith("##", StringComparison.Ordinal) || l.Text.Contains("'data'", StringComparison.Ordinal)
            || l.Text.StartsWith("{ '", StringComparison.Ordinal) || l.Text.TrimStart().StartsWith('\'')));

    private List<Finding> Alone(Patch patch)
    {
        List<Finding> findings = [];
        foreach (FileDiff diff in patch.Files)
        {
            if (diff.NewPath is not null && IsSchema(diff))
                findings.AddRange(FragmentReview.Run(diff, _options));
        }

        return findings;
    }

    private List<Finding> OnBase(Patch patch, ISchemaFiles files)
    {
        Dictionary<string, ReadOnlyMemory<byte>> before = _texts;
        _texts = new Dictionary<string, ReadOnlyMemory<byte>>(before, StringComparer.Ordinal);
        Dictionary<string, HashSet<int>> added = new(StringComparer.Ordinal);
        foreach (FileDiff diff in patch.Files)
        {
            if (IsSchema(diff))
                Apply(diff, new MemorySchemaFiles(before, files), added);
        }

        List<Finding> findings = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string root in added.Keys.Select(path => Root(path, files)).Distinct(StringComparer.Ordinal))
        {
            foreach (Finding finding in Check(root, new MemorySchemaFiles(before, files), new MemorySchemaFiles(_texts, files), added))
            {
                if (seen.Add(finding.ToString() + finding.Rule))
                    findings.Add(finding);
            }
        }

        return findings;
    }

    private void Apply(FileDiff diff, ISchemaFiles files, Dictionary<string, HashSet<int>> added)
    {
        string old = "";
        if (diff.OldPath is { } oldPath)
        {
            if (files.Read(oldPath, out ReadOnlyMemory<byte> content) is { } reason)
            {
                _problems.Add(new ReviewProblem(diff.InputLine, $"{oldPath}: {reason}"));
                return;
            }

            old = Encoding.UTF8.GetString(content.Span);
        }

        HashSet<int> lines = [];
        string? text = PatchApplier.Apply(old, diff, lines, out ReviewProblem? problem);
        if (problem is not null)
            _problems.Add(problem);
        if (text is null || diff.NewPath is null)
            return;
        _texts[Path.GetFullPath(diff.NewPath)] = Encoding.UTF8.GetBytes(text);
        added[diff.NewPath] = lines;
    }

    private string Root(string path, ISchemaFiles files)
    {
        if (_options.SchemaPath is { } given)
            return given;
        string main = Path.Combine(Path.GetDirectoryName(path) ?? "", "qapi-schema.json");
        return files.Read(main, out _) is null ? main : path;
    }

    private IEnumerable<Finding> Check(string root, ISchemaFiles before, ISchemaFiles after, Dictionary<string, HashSet<int>> added)
    {
        if (!SchemaSource.Read(root, after, _options.Dialect).TryGet(out SchemaSource? schema, out string? unreadable))
        {
            _problems.Add(new ReviewProblem(0, unreadable));
            yield break;
        }

        SchemaSource.Read(root, before, _options.Dialect).TryGet(out SchemaSource? old, out _);
        HashSet<string> known = [.. (old?.Findings ?? []).Select(static f => f.Definition + f.Message)];

        // What is wrong with the schema is often reported where the definition begins: it counts where it is new.
        foreach (Finding finding in schema.Findings)
        {
            if (_options.All || !known.Contains(finding.Definition + finding.Message))
                yield return finding;
        }

        foreach (Finding finding in Linter.Run(schema, _options.Lint with { Base = old }))
        {
            if (_options.All || (added.TryGetValue(finding.File.Path, out HashSet<int>? lines) && lines.Contains(finding.Line)))
                yield return finding;
        }
    }
}
