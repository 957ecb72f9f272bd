namespace LocalMig.Qapi.Source;

/// <summary>Takes the lines of one documentation comment apart into sections.</summary>
/// <remarks>Findings are given in the order of the lines, so that the first one is the one at which QEMU stops.</remarks>
internal sealed class DocParser
{
    private static readonly (string Tag, DocSectionKind? Kind)[] Tags =
    [
        ("Returns", DocSectionKind.Returns), ("Errors", DocSectionKind.Errors), ("Since", DocSectionKind.Since),
        ("Notes", null), ("Note", null), ("Examples", null), ("Example", null), ("TODO", DocSectionKind.Todo),
    ];

    private readonly SchemaFile _file;
    private readonly IReadOnlyList<DocLine> _lines;
    private readonly SchemaDialect _dialect;
    private readonly Action<int, string> _fail;
    private DocComment _doc;
    private int _at;
    private bool _argumentsOver;
    private bool _featuresSeen;

    private DocParser(SchemaFile file, IReadOnlyList<DocLine> lines, SchemaDialect dialect, Action<int, string> fail, int line)
    {
        _file = file;
        _lines = lines;
        _dialect = dialect;
        _fail = fail;
        _doc = new DocComment(file, line, null);
    }

    private bool More => _at < _lines.Count;

    private DocLine Current => _lines[_at];

    /// <summary>Parses a comment.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="line">The line of its first <c>##</c>.</param>
    /// <param name="lines">The lines between the marks.</param>
    /// <param name="dialect">Whose rules.</param>
    /// <param name="syntaxError">Takes what QEMU reports with a column: a line and the message.</param>
    /// <param name="semanticError">Takes what QEMU reports with the line alone.</param>
    public static DocComment Parse(
        SchemaFile file, int line, IReadOnlyList<DocLine> lines, SchemaDialect dialect, Action<int, string> syntaxError, Action<int, string> semanticError)
    {
        DocParser parser = new(file, lines, dialect, syntaxError, line);
        bool definition = lines.Count > 0 && lines[0].Text.StartsWith('@');
        if (definition)
            parser.Definition(line, semanticError);
        else
            parser.FreeForm();
        parser.End(semanticError);
        parser._doc.Lines = lines;
        return parser._doc;
    }

    private void Definition(int line, Action<int, string> semanticError)
    {
        string first = Current.Text;
        if (!first.EndsWith(':'))
            _fail(Current.Number, SchemaTexts.LineEndsWithColon);
        string symbol = first.EndsWith(':') ? first[1..^1] : first[1..];
        if (symbol.Length == 0)
            _fail(Current.Number, SchemaTexts.NameAfterAt);
        _doc = new DocComment(_file, line, symbol.Length == 0 ? null : symbol);
        _at++;
        while (More)
        {
            if (Current.IsBlank)
                _at++;
            else if (Current.Text == "Features:")
                Features(semanticError);
            else if (NameOf(Current.Text, out _) is { } name)
                Descriptions(name, semanticError);
            else if (TagOf(Current.Text, out int textAt) is { } tag)
                Tagged(tag, textAt, semanticError);
            else
                Paragraph();
        }
    }

    private void FreeForm()
    {
        if (_lines.Count == 0)
            return;
        _doc.Body.Line = _lines[0].Number;
        for (; More; _at++)
        {
            if (NameOf(Current.Text, out _) is { } name)
                _fail(Current.Number, SchemaTexts.NotInFreeForm(name));
            else if (_dialect == SchemaDialect.Qemu100 && _at > 0 && Current.Text.StartsWith('='))
                _fail(Current.Number, SchemaTexts.HeadingFirst);
            _doc.Body.Add(Current);
        }
    }

    private void Features(Action<int, string> semanticError)
    {
        if (_featuresSeen)
            _fail(Current.Number, SchemaTexts.DuplicatedFeatures);
        _doc.FeaturesLine = Current.Number;
        _at++;
        while (More && Current.IsBlank)
            _at++;
        while (More && NameOf(Current.Text, out int textAt) is { } name)
        {
            Description(DocSectionKind.Feature, name, textAt, semanticError);
            _featuresSeen = true;
        }

        // Where the comment ends instead, QEMU stands at its last mark.
        if (!_featuresSeen)
            _fail(More ? Current.Number : -1, SchemaTexts.FeaturesExpected);
        _argumentsOver = true;
    }

    private void Descriptions(string first, Action<int, string> semanticError)
    {
        if (_argumentsOver)
            _fail(Current.Number, SchemaTexts.DescriptionAfterSection(first));
        while (More && NameOf(Current.Text, out int textAt) is { } name)
            Description(DocSectionKind.Member, name, textAt, semanticError);
        _argumentsOver = true;
    }

    private void Description(DocSectionKind kind, string name, int textAt, Action<int, string> semanticError)
    {
        if (name.Length == 0)
            semanticError(Current.Number, SchemaTexts.InvalidParameterName);
        else if (_doc.Description(kind, name) is not null)
            semanticError(Current.Number, SchemaTexts.NameDuplicated(name));
        Section(_doc.Add(new DocSection(kind, name, Current.Number)), textAt);
    }

    private void Tagged(string tag, int textAt, Action<int, string> semanticError)
    {
        DocSectionKind? known = Array.Find(Tags, t => t.Tag == tag).Kind;
        if (known is null)
            _fail(Current.Number, tag.StartsWith('N') ? SchemaTexts.NoteGone(tag) : SchemaTexts.ExampleGone(tag));
        DocSectionKind kind = known ?? DocSectionKind.Plain;
        if (kind is DocSectionKind.Returns or DocSectionKind.Errors or DocSectionKind.Since && _doc.Description(kind, "") is not null)
            semanticError(Current.Number, SchemaTexts.DuplicatedSection(kind));
        Section(_doc.Add(new DocSection(kind, "", Current.Number)), textAt);
        _argumentsOver = true;
    }

    // The text behind the tag, and the lines that are indented below it.
    private void Section(DocSection section, int textAt)
    {
        DocLine head = Current;
        if (textAt < head.Text.Length)
            section.Add(head with { Column = head.Column + textAt, Text = head.Text[textAt..] });
        _at++;
        while (More && Current.IsBlank)
            section.Add(_lines[_at++]);
        if (!More || Current.Indentation == 0)
            return;
        int indent = Current.Indentation;
        section.Add(_lines[_at++]);
        for (bool first = true; More && NameOf(Current.Text, out _) is null; first = false)
        {
            if (!Current.IsBlank && Current.Indentation < indent)
            {
                // QEMU takes a smaller indentation for the end of the section, except in its second line.
                if (!first)
                    return;
                _fail(Current.Number, SchemaTexts.DeIndent(indent));
            }

            section.Add(_lines[_at++]);
        }
    }

    private void Paragraph()
    {
        if (_dialect == SchemaDialect.Qemu100 && Current.Text.StartsWith('='))
            _fail(Current.Number, SchemaTexts.HeadingInDefinition);
        DocSection section = _doc.Last;
        if (section.Kind != DocSectionKind.Plain)
            section = _doc.Add(new DocSection(DocSectionKind.Plain, "", Current.Number));
        else if (section.Lines.Count == 0)
            section.Line = Current.Number;
        else
            section.Add(new DocLine(Current.Number, Current.Column, ""));
        while (More && !Current.IsBlank)
            section.Add(_lines[_at++]);
    }

    private void End(Action<int, string> semanticError)
    {
        foreach (DocSection section in _doc.Sections)
        {
            section.TrimBlankEnds();
            if (section.Kind != DocSectionKind.Plain && section.Lines.Count == 0)
                semanticError(section.Line, SchemaTexts.TextRequired(section.Kind));
        }
    }

    /// <summary>The name in a line <c>@name: text</c>, and where the text begins; null for any other line.</summary>
    internal static string? NameOf(string line, out int textAt)
    {
        textAt = 0;
        if (line.Length == 0 || line[0] != '@')
            return null;
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return null;
        textAt = colon + 1;
        while (textAt < line.Length && line[textAt] == ' ')
            textAt++;
        return line[1..colon];
    }

    // A tag ends with one colon; two make a directive of the markup language.
    private static string? TagOf(string line, out int textAt)
    {
        textAt = 0;
        foreach ((string tag, _) in Tags)
        {
            if (!line.StartsWith(tag, StringComparison.Ordinal) || line.Length <= tag.Length || line[tag.Length] != ':')
                continue;
            textAt = tag.Length + 1;
            if (textAt < line.Length && line[textAt] == ':')
                return null;
            while (textAt < line.Length && line[textAt] == ' ')
                textAt++;
            return tag;
        }

        return null;
    }
}
