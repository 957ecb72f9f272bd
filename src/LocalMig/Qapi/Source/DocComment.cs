namespace LocalMig.Qapi.Source;

/// <summary>What a section of a documentation comment is.</summary>
public enum DocSectionKind
{
    /// <summary>Text without a tag.</summary>
    Plain,

    /// <summary>The description of a member, an argument, a branch or a value.</summary>
    Member,

    /// <summary>The description of a feature.</summary>
    Feature,

    /// <summary>What a success returns.</summary>
    Returns,

    /// <summary>What can go wrong.</summary>
    Errors,

    /// <summary>The release that brought the definition.</summary>
    Since,

    /// <summary>A note for developers.</summary>
    Todo,
}

/// <summary>A line of a documentation comment.</summary>
/// <param name="Number">Its line in the file, from 1.</param>
/// <param name="Column">The column in the file where <paramref name="Text"/> begins, from 1.</param>
/// <param name="Text">The text without <c># </c> and without blanks at its end.</param>
public readonly record struct DocLine(int Number, int Column, string Text)
{
    /// <summary>Whether there is nothing in it.</summary>
    public bool IsBlank => Text.Length == 0;

    /// <summary>How many blanks it begins with.</summary>
    public int Indentation
    {
        get
        {
            int n = 0;
            while (n < Text.Length && char.IsWhiteSpace(Text[n]))
                n++;
            return n;
        }
    }
}

/// <summary>A section of a documentation comment: its tag and the lines of its text.</summary>
public sealed class DocSection
{
    private readonly List<DocLine> _lines = [];

    internal DocSection(DocSectionKind kind, string name, int line)
    {
        Kind = kind;
        Name = name;
        Line = line;
    }

    /// <summary>What it is.</summary>
    public DocSectionKind Kind { get; }

    /// <summary>The member or the feature it describes; empty otherwise.</summary>
    public string Name { get; }

    /// <summary>The line it begins in, from 1.</summary>
    public int Line { get; internal set; }

    /// <summary>The text, line by line, without blank lines at both ends. The first line is what follows the tag on the tag's own line.</summary>
    public IReadOnlyList<DocLine> Lines => _lines;

    /// <summary>The text as a whole, lines joined with LF.</summary>
    public string Text => string.Join('\n', _lines.Select(static l => l.Text));

    internal void Add(DocLine line) => _lines.Add(line);

    internal void TrimBlankEnds()
    {
        while (_lines.Count > 0 && _lines[^1].IsBlank)
            _lines.RemoveAt(_lines.Count - 1);
        int blank = 0;
        while (blank < _lines.Count && _lines[blank].IsBlank)
            blank++;
        _lines.RemoveRange(0, blank);
    }
}

/// <summary>A documentation comment, of a definition or free-standing.</summary>
public sealed class DocComment
{
    private readonly List<DocSection> _sections = [];
    private readonly Dictionary<(DocSectionKind, string), DocSection> _descriptions = [];

    internal DocComment(SchemaFile file, int line, string? symbol)
    {
        File = file;
        Line = line;
        Symbol = symbol;
        _sections.Add(new DocSection(DocSectionKind.Plain, "", line));
    }

    /// <summary>The file it stands in.</summary>
    public SchemaFile File { get; }

    /// <summary>The line of its first <c>##</c>, from 1.</summary>
    public int Line { get; }

    /// <summary>The line of its last <c>##</c>, from 1.</summary>
    public int EndLine { get; internal set; }

    /// <summary>The name that stands in its first line, <c>@name:</c>; null for one that documents no definition.</summary>
    public string? Symbol { get; }

    /// <summary>Every line between the two <c>##</c>, the line with the name included.</summary>
    public IReadOnlyList<DocLine> Lines { get; internal set; } = [];

    /// <summary>The sections in the order of the text; the first one is the overview and may be empty.</summary>
    public IReadOnlyList<DocSection> Sections => _sections;

    /// <summary>The overview.</summary>
    public DocSection Body => _sections[0];

    /// <summary>The line of <c>Features:</c>, or 0.</summary>
    public int FeaturesLine { get; internal set; }

    /// <summary>The first section of that kind, or null.</summary>
    public DocSection? Section(DocSectionKind kind) => _sections.Find(s => s.Kind == kind && (kind != DocSectionKind.Plain || s != Body));

    /// <summary>The description of that member or feature, or null.</summary>
    public DocSection? Description(DocSectionKind kind, string name) =>
        _descriptions.GetValueOrDefault((kind, name));

    internal DocSection Last => _sections[^1];

    internal DocSection Add(DocSection section)
    {
        _sections.Add(section);
        _descriptions.TryAdd((section.Kind, section.Name), section);
        return section;
    }
}
