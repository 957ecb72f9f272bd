using System.Buffers;
using System.Text;
using System.Text.Unicode;
using LocalMig.Wire;

namespace LocalMig.Qapi.Source;

/// <summary>Reads a schema file and all that it includes into definitions and documentation comments.</summary>
internal sealed class SchemaReader(ISchemaFiles files, SchemaDialect dialect, Limits limits)
{
    private readonly HashSet<string> _included = new(StringComparer.Ordinal);

    /// <summary>What was found, in the order in which QEMU would meet it.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>The definitions, those of an included file in the place of the directive.</summary>
    public List<SchemaExpression> Expressions { get; } = [];

    /// <summary>The comments, in the same order.</summary>
    public List<DocComment> Docs { get; } = [];

    /// <summary>The files, in the order in which they were opened.</summary>
    public List<SchemaFile> Files { get; } = [];

    /// <summary>What the pragma directives say.</summary>
    public SchemaPragmas Pragmas { get; } = new();

    /// <summary>Reads the main file.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>Null, or why it cannot be read.</returns>
    public string? Read(string path)
    {
        if (files.Read(path, out ReadOnlyMemory<byte> content) is { } reason)
            return reason;
        Read(new SchemaFile(path, Decode(content.Span, out int invalid)), invalid);
        return null;
    }

    /// <summary>Reads a file whose text is at hand, and what it includes.</summary>
    public void Read(SchemaFile file) => Read(file, -1);

    private static string Decode(ReadOnlySpan<byte> content, out int firstInvalid)
    {
        firstInvalid = -1;
        string text = Encoding.UTF8.GetString(content);
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            char[] scratch = new char[content.Length];
            if (Utf8.ToUtf16(content, scratch, out int read, out int written, replaceInvalidSequences: false) != OperationStatus.Done)
                firstInvalid = written;
        }

        return text;
    }

    private void Read(SchemaFile file, int firstInvalid)
    {
        Files.Add(file);
        _included.Add(Path.GetFullPath(file.Path));
        if (firstInvalid >= 0)
        {
            // Line ends were made into LF: the line stands, its column is that of the text before it.
            int at = Math.Min(firstInvalid, file.Text.Length - 1);
            Findings.Add(new Finding(Errors.QapiSyntax.Code, file, file.LineAt(at), file.ColumnAt(at), "bytes that are not UTF-8"));
        }

        SchemaLexer lexer = new(file);
        ExpressionParser parser = new(lexer, limits, (rule, message) => Findings.Add(new Finding(rule.Code, file, lexer.Line, lexer.Column, message)));
        DocComment? doc = null;
        lexer.Next();
        while (lexer.Kind != SchemaTokenKind.End)
        {
            int line = lexer.Line;
            if (lexer.Kind == SchemaTokenKind.Comment)
            {
                RejectUnused(doc);
                (doc, bool usable) = new DocReader(file, lexer, dialect, Findings).Read();
                Docs.Add(doc);
                if (!usable)
                    Resynchronise(lexer);
                continue;
            }

            QapiNode? expression = parser.Parse();
            if (expression is null)
            {
                doc = null;
                Resynchronise(lexer);
                continue;
            }

            Take(file, line, expression, doc);
            doc = null;
        }

        RejectUnused(doc);
    }

    // A comment that was not closed runs into what follows: that may be sound.
    private static void Resynchronise(SchemaLexer lexer)
    {
        if (lexer.Kind != SchemaTokenKind.LeftBrace || lexer.Position != lexer.LineStart)
            lexer.Resynchronise();
    }

    private void Take(SchemaFile file, int line, QapiNode expression, DocComment? doc)
    {
        if (expression is not QapiObject obj)
        {
            Semantic(file, line, SchemaTexts.TopLevelObject);
        }
        else if (obj["include"] is { } include)
        {
            RejectUnused(doc);
            Include(file, line, obj, include);
        }
        else if (obj["pragma"] is { } pragma)
        {
            RejectUnused(doc);
            Pragma(file, line, obj, pragma);
        }
        else
        {
            if (doc is { Symbol: null })
                Semantic(file, doc.Line, SchemaTexts.DefinitionDocRequired);
            Expressions.Add(new SchemaExpression(obj, doc, file));
        }
    }

    private void Include(SchemaFile file, int line, QapiObject directive, QapiNode value)
    {
        if (directive.Members.Count != 1)
        {
            Semantic(file, line, SchemaTexts.InvalidInclude);
            return;
        }

        if (value is not QapiString name)
        {
            Semantic(file, line, SchemaTexts.IncludeString);
            return;
        }

        string path = Path.Combine(Path.GetDirectoryName(file.Path) ?? "", name.Value);
        string full = Path.GetFullPath(path.Length == 0 ? "." : path);
        for (SchemaFile? includer = file; includer is not null; includer = includer.IncludedFrom)
        {
            if (string.Equals(full, Path.GetFullPath(includer.Path), StringComparison.Ordinal))
            {
                Semantic(file, line, SchemaTexts.InclusionLoop(name.Value));
                return;
            }
        }

        if (_included.Contains(full))
            return;
        if (files.Read(path, out ReadOnlyMemory<byte> content) is { } reason)
            Semantic(file, line, SchemaTexts.CannotReadInclude(path, reason));
        else
            Read(new SchemaFile(path, Decode(content.Span, out int invalid), file, line), invalid);
    }

    private void Pragma(SchemaFile file, int line, QapiObject directive, QapiNode value)
    {
        if (directive.Members.Count != 1)
        {
            Semantic(file, line, SchemaTexts.InvalidPragma);
            return;
        }

        if (value is not QapiObject settings)
        {
            Semantic(file, line, SchemaTexts.PragmaObject);
            return;
        }

        foreach ((QapiString name, QapiNode setting) in settings.Members)
        {
            if (Apply(name.Value, setting) is { } message)
                Semantic(file, line, message);
        }
    }

    private string? Apply(string name, QapiNode setting)
    {
        if (name == "doc-required")
        {
            if (setting is not QapiBoolean flag)
                return SchemaTexts.DocRequiredBoolean;
            Pragmas.DocRequired = flag.Value;
            return null;
        }

        if (name is not ("command-name-exceptions" or "command-returns-exceptions" or "documentation-exceptions" or "member-name-exceptions"))
            return SchemaTexts.UnknownPragma(name);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (QapiNode item in (setting as QapiList)?.Items ?? [])
        {
            if (item is not QapiString text)
                return SchemaTexts.PragmaStrings(name);
            names.Add(text.Value);
        }

        if (setting is not QapiList)
            return SchemaTexts.PragmaStrings(name);
        switch (name)
        {
            case "command-name-exceptions":
                Pragmas.CommandNameExceptions = names;
                break;
            case "command-returns-exceptions":
                Pragmas.CommandReturnsExceptions = names;
                break;
            case "documentation-exceptions":
                Pragmas.DocumentationExceptions = names;
                break;
            default:
                Pragmas.MemberNameExceptions = names;
                break;
        }

        return null;
    }

    private void RejectUnused(DocComment? doc)
    {
        if (doc?.Symbol is { } symbol)
            Findings.Add(new Finding(Errors.QapiDocumentation.Code, doc.File, doc.Line, 0, SchemaTexts.NotFollowed(symbol)));
    }

    private void Semantic(SchemaFile file, int line, string message) => Findings.Add(new Finding(Errors.QapiDirective.Code, file, line, 0, message));
}
