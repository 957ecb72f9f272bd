using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>A schema alone: a file in the schema language, or a recorded answer of query-qmp-schema. Judged by what it defines and
/// says, nothing can be tried on it.</summary>
public sealed class SchemaTarget : ISchemaTarget
{
    private readonly string _path;
    private readonly SchemaSource? _source;
    private readonly Schema? _introspection;

    private SchemaTarget(string path, SchemaSource? source, Schema? introspection)
    {
        _path = path;
        _source = source;
        _introspection = introspection;
    }

    /// <summary>Opens a schema.</summary>
    /// <param name="path">The main file of a schema, which may include others; or JSON: the list that query-qmp-schema returns, alone or
    /// as <c>return</c> of the reply.</param>
    /// <returns>The target, or why it cannot be read.</returns>
    public static Result<ITarget, string> Open(string path)
    {
        var files = new DiskSchemaFiles();
        if (files.Read(path, out ReadOnlyMemory<byte> content) is { } reason)
            return $"{path}: {reason}";
        if (!IsJson(content.Span))
            return SchemaSource.Read(path, files).TryGet(out SchemaSource? source, out string? unreadable) ? new SchemaTarget(path, source, null) : unreadable;
        if (!JsonText.Parse(content.Span).TryGet(out JsonValue? answer, out ParseError? error)
            || !Introspection.Read(answer["return"] ?? answer).TryGet(out Schema? schema, out error))
        {
            return $"{path}: {error}";
        }

        return new SchemaTarget(path, null, schema);
    }

    /// <inheritdoc/>
    public string Name => "schema:" + _path;

    /// <inheritdoc/>
    public TargetAbilities Abilities => TargetAbilities.Definitions | (_source is null ? TargetAbilities.None : TargetAbilities.SchemaText);

    /// <inheritdoc/>
    public Profile? OwnProfile => null;

    /// <inheritdoc/>
    public SchemaSource Schema(Profile profile) => _source ?? throw new InvalidOperationException("introspection has no source");

    /// <inheritdoc/>
    public string WhyNot(TargetAbilities missing) => missing == TargetAbilities.SchemaText
        ? "introspection shows no documentation, and no type that nothing uses"
        : "a schema can only be read: nothing can be tried on it";

    /// <summary>Member <c>local</c> of the arguments or the answer of a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="answer">Whether the answer is meant.</param>
    /// <returns>The member as "optional bool" or "no such member", and where it stands; null where the schema has no such command.</returns>
    internal (string Found, string Place)? Local(string command, bool answer)
    {
        if (_introspection is not null)
        {
            if (_introspection.Command(command) is not { } entity)
                return null;
            SchemaMember? member = (answer ? entity.Returns as ObjectType : entity.Arguments)?.Member("local");
            return (Show(member is null, member?.Optional == true, member?.Type.Name), _path);
        }

        if (_source!.Find(command) is not DefinedMessage message)
            return null;
        DefinedMember? found = (answer ? message.Returns as DefinedObject : message.Arguments)?.Members.FirstOrDefault(static m => m.Name == "local");
        string place = found is not null ? found.Place.ToString() : message.Source is { } where ? $"{where.File.Path}:{where.Line}" : _path;
        return (Show(found is null, found?.Optional == true, found?.TypeName), place);
    }

    /// <inheritdoc/>
    public ControlReport Control(CaseContext c)
    {
        bool has = _source is null
            ? Local("migrate-set-parameters", answer: false)?.Found.EndsWith("bool", StringComparison.Ordinal) == true
                || Local("query-migrate-parameters", answer: true)?.Found.EndsWith("bool", StringComparison.Ordinal) == true
            : LocalDocumentation.Definitions.Any(name => LocalDocumentation.MemberOf(_source.Find(name), "local") is not null);
        return new ControlReport(has, has ? "the schema has 'local'" : "the schema has no migration parameter 'local'");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static string Show(bool none, bool optional, string? type) => none ? "no such member" : $"{(optional ? "optional" : "mandatory")} {type}";

    // The schema language begins with a comment, or with an object whose names stand between single quotes.
    private static bool IsJson(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> text = content.TrimStart(" \t\r\n"u8);
        return text.StartsWith("["u8) || (text.StartsWith("{"u8) && text[1..].TrimStart(" \t\r\n"u8).StartsWith("\""u8));
    }
}
