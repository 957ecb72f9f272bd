using LocalMig.Qapi.Checks;
using LocalMig.Qapi.Source;
using LocalMig.Wire;

namespace LocalMig.Qapi.Definitions;

/// <summary>A schema as it stands in its files: definitions, documentation comments, and all that is wrong with them.</summary>
public sealed class SchemaSource
{
    private readonly Dictionary<string, Definition> _byName;

    private SchemaSource(SchemaReader reader, DefinitionTable table)
    {
        Files = reader.Files;
        Expressions = reader.Expressions;
        Docs = reader.Docs;
        Findings = reader.Findings;
        Pragmas = reader.Pragmas;
        Definitions = table.All;
        _byName = table.ByName;
    }

    /// <summary>The files, in the order in which they were opened.</summary>
    public IReadOnlyList<SchemaFile> Files { get; }

    /// <summary>The definitions as they were written, those of an included file in the place of the directive.</summary>
    public IReadOnlyList<SchemaExpression> Expressions { get; }

    /// <summary>The documentation comments, in the same order.</summary>
    public IReadOnlyList<DocComment> Docs { get; }

    /// <summary>What is wrong, in the order in which QEMU would meet it: QEMU stops at the first.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>What the pragma directives say.</summary>
    public SchemaPragmas Pragmas { get; }

    /// <summary>The sound definitions, built-in and implicit ones included.</summary>
    public IReadOnlyList<Definition> Definitions { get; }

    /// <summary>Reads and checks a schema.</summary>
    /// <param name="path">The path of its main file.</param>
    /// <param name="files">Where files are read from.</param>
    /// <param name="dialect">Whose rules.</param>
    /// <param name="limits">How deep expressions may be nested.</param>
    /// <returns>The schema with its findings, or the message that says why the main file cannot be read.</returns>
    public static Result<SchemaSource, string> Read(
        string path, ISchemaFiles files, SchemaDialect dialect = SchemaDialect.Qemu102, Limits? limits = null)
    {
        SchemaReader reader = new(files, dialect, limits ?? Limits.Untrusted);
        if (reader.Read(path) is { } reason)
            return SchemaTexts.CannotReadSchema(path, reason);
        ExpressionChecks checks = new(reader.Pragmas, reader.Findings);
        DefinitionTable table = new(reader.Findings);
        List<SchemaExpression> sound = [];
        foreach (SchemaExpression expression in reader.Expressions)
        {
            if (checks.Check(expression))
                sound.Add(expression);
            else if (expression.Name is { } name)
                table.Broken.Add(name);
        }

        foreach (SchemaExpression expression in sound)
            table.Define(expression);
        new DefinitionChecks(table, reader.Pragmas, reader.Findings).CheckAll(reader.Docs);
        return new SchemaSource(reader, table);
    }

    /// <summary>The definition of that name, or null.</summary>
    public Definition? Find(string name) => _byName.GetValueOrDefault(name);
}
