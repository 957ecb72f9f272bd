using LocalMig.Json;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;
using LocalMig.Wire;

namespace LocalMig.Qapi.Compare;

/// <summary>A schema to compare: source text, or an answer of query-qmp-schema.</summary>
public sealed class SchemaDocument
{
    private SchemaDocument(Schema schema, SchemaSource? source)
    {
        Schema = schema;
        Source = source;
    }

    /// <summary>The schema.</summary>
    public Schema Schema { get; }

    /// <summary>Its source; null for an answer.</summary>
    public SchemaSource? Source { get; }

    /// <summary>Reads a file of either kind: an answer (alone, or in <c>{"return": …}</c>) is JSON with double quotes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">Where files are read from.</param>
    /// <param name="conditions">The names that hold in conditions of source text; null for all that occur.</param>
    /// <returns>The schema, or what is wrong.</returns>
    public static Result<SchemaDocument, string> Read(string path, ISchemaFiles files, IReadOnlySet<string>? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Read(path, out ReadOnlyMemory<byte> content) is { } reason)
            return $"{path}: {reason}";
        ReadOnlySpan<byte> start = content.Span.TrimStart(" \t\r\n"u8);
        bool answer = start.Length > 1 && start[0] is (byte)'[' or (byte)'{' && start[1..].TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'"', ..];
        return answer ? Answer(path, content.Span) : FromSource(path, files, conditions);
    }

    /// <summary>Takes an answer.</summary>
    public static Result<SchemaDocument, string> Of(JsonValue answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Introspection.Read(answer["return"] ?? answer).TryGet(out Schema? schema, out ParseError? error) ? new SchemaDocument(schema, null) : error.ToString();
    }

    private static Result<SchemaDocument, string> Answer(string path, ReadOnlySpan<byte> content) =>
        JsonText.Parse(content).TryGet(out JsonValue? value, out ParseError? error) ? Of(value) : $"{path}: {error}";

    private static Result<SchemaDocument, string> FromSource(string path, ISchemaFiles files, IReadOnlySet<string>? conditions)
    {
        if (!SchemaSource.Read(path, files, SchemaDialect.Qemu100).TryGet(out SchemaSource? source, out string? unreadable))
            return unreadable;
        conditions ??= AllConditions(source);
        return SchemaBuilder.Build([.. source.Expressions.Select(static e => e.ToExpression())], conditions).TryGet(out Schema? schema, out ParseError? error)
            ? new SchemaDocument(schema, source)
            : error.ToString();
    }

    private static HashSet<string> AllConditions(SchemaSource source)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (SchemaExpression expression in source.Expressions)
            Collect(expression.Object, false, names);
        return names;
    }

    private static void Collect(QapiNode node, bool inCondition, HashSet<string> names)
    {
        switch (node)
        {
            case QapiString name when inCondition:
                names.Add(name.Value);
                break;
            case QapiList list:
                foreach (QapiNode item in list.Items)
                    Collect(item, inCondition, names);
                break;
            case QapiObject obj:
                foreach ((QapiString key, QapiNode value) in obj.Members)
                    Collect(value, inCondition || key.Value == "if", names);
                break;
        }
    }
}
