using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;
using LocalMig.Wire;

namespace LocalMig.Qapi.Review;

/// <summary>Reviews what a diff shows of the documentation in a file, without the file.</summary>
internal sealed class FragmentReview
{
    /// <summary>Rules that need the whole comment, the definition or the schema.</summary>
    private static readonly HashSet<string> NeedMore = ["LM-DOC-06", "LM-DOC-07", "LM-DOC-08", "LM-DOC-10", "LM-DOC-13", "LM-DOC-15", "LM-DOC-28"];

    private readonly ReviewOptions _options;
    private readonly SchemaFile _file;
    private readonly HashSet<int> _added;
    private readonly SchemaSource _nothing;
    private readonly List<Finding> _findings = [];

    private FragmentReview(FileDiff diff, ReviewOptions options)
    {
        _added = [.. diff.Hunks.SelectMany(static h => h.Lines).Where(static l => l.Kind == DiffLineKind.Added).Select(static l => l.NewLine)];
        _file = new SchemaFile(diff.NewPath!, Seen(diff));
        IEnumerable<string> rules = LintRules.All.Select(static r => r.Id).Where(id => !NeedMore.Contains(id) && options.Lint.Rules?.Contains(id) != false);
        _options = options with { Lint = options.Lint with { Fragment = true, Rules = rules.ToHashSet(StringComparer.Ordinal) } };
        _nothing = SchemaSource.Read("nothing", new MemorySchemaFiles(new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            [Path.GetFullPath("nothing")] = ReadOnlyMemory<byte>.Empty,
        })).Value;
    }

    /// <summary>What is found on the added lines, or on all that the diff shows.</summary>
    public static IEnumerable<Finding> Run(FileDiff diff, ReviewOptions options)
    {
        FragmentReview review = new(diff, options);
        foreach (DiffHunk hunk in diff.Hunks)
            review.Hunk([.. hunk.Lines.Where(static l => l.Kind != DiffLineKind.Removed)]);
        return review._findings.Where(f => options.All || review._added.Contains(f.Line)).OrderBy(static f => f.Line).ThenBy(static f => f.Column);
    }

    // The new file as far as it is to be seen: each line in its place, the others blank.
    private static string Seen(FileDiff diff)
    {
        List<string> lines = [];
        foreach (DiffLine line in diff.Hunks.SelectMany(static h => h.Lines))
        {
            // A hunk that claims to be far away is not worth the blank lines in between.
            if (line.Kind == DiffLineKind.Removed || line.NewLine > lines.Count + 1_000_000)
                continue;
            while (lines.Count < line.NewLine)
                lines.Add("");
            if (line.NewLine > 0)
                lines[line.NewLine - 1] = line.Text;
        }

        return string.Join('\n', lines) + "\n";
    }

    private void Hunk(List<DiffLine> lines)
    {
        for (int at = 0; at < lines.Count;)
        {
            if (!lines[at].Text.StartsWith('#'))
            {
                at++;
                continue;
            }

            // A mark at the very end of a run of comment lines closes what began before the hunk.
            bool marked = lines[at].Text == "##" && at + 1 < lines.Count && lines[at + 1].Text.StartsWith('#');
            bool inside = marked || (at == 0 && lines[at].Text != "##");
            int from = marked ? at + 1 : at;
            int to = from;
            while (to < lines.Count && lines[to].Text.StartsWith('#') && lines[to].Text != "##")
                to++;
            if (inside && to > from)
                Comment(lines, from, to, marked);
            at = Math.Max(to < lines.Count && lines[to].Text == "##" ? to + 1 : to, at + 1);
        }
    }

    private void Comment(List<DiffLine> lines, int from, int to, bool whole)
    {
        List<DocLine> own = [];
        if (!lines[from].Text.StartsWith("# @", StringComparison.Ordinal) || !whole)
        {
            if (whole)
                return;
            own.Add(new DocLine(0, 3, $"@{SymbolBehind(lines, to)}:"));
        }

        for (int i = from; i < to; i++)
            own.Add(new DocLine(lines[i].NewLine, 3, lines[i].Text.Length <= 2 ? "" : lines[i].Text[2..].TrimEnd()));
        int first = lines[from].NewLine;
        DocComment doc = DocParser.Parse(_file, first - 1, own, _options.Dialect, Fail, Fail);
        doc.EndLine = lines[to - 1].NewLine + 1;
        Linter.Run(new LintSubject(doc, null, _nothing, _options.Lint), _findings);
        bool older = !whole || !_added.Contains(first);
        if (older && _options.Lint.Rules is { } && LintRules.TryFind("LM-DOC-10", out LintRule? rule))
            Additions(doc, rule);
    }

    // A description that is added to a comment which was there before is that of a new member.
    private void Additions(DocComment doc, LintRule rule)
    {
        foreach (DocSection section in doc.Sections)
        {
            if (section.Kind != DocSectionKind.Member || !_added.Contains(section.Line))
                continue;
            IReadOnlyList<SinceNote> notes = SinceNote.In(section);
            if (notes.Count == 0)
                _findings.Add(new Finding(rule.Id, _file, section.Line, 3, $"'{section.Name}' is new and lacks '(Since {_options.Lint.Release?.ToString() ?? "X.Y"})'"));
            else if (_options.Lint.Release is { } release && notes[^1].Release is { } given && given != release)
                _findings.Add(new Finding(rule.Id, _file, notes[^1].Line, notes[^1].Column, $"'{section.Name}' is new in {release}, not in {given}"));
        }
    }

    // The name of the definition that follows the comment, where the hunk shows it.
    private static string SymbolBehind(List<DiffLine> lines, int to)
    {
        if (to + 1 < lines.Count && lines[to].Text == "##" && lines[to + 1].Text.StartsWith('{'))
        {
            string[] parts = lines[to + 1].Text.Split('\'');
            if (parts.Length >= 4)
                return parts[3];
        }

        return "?";
    }

    private void Fail(int line, string message)
    {
        if (line > 0)
            _findings.Add(new Finding(Errors.QapiDocumentation.Code, _file, line, 0, message));
    }
}
