using LocalMig.Wire;

namespace LocalMig.Qapi;

/// <summary>Resolves the expressions of a schema: decides their conditions, and connects names with what they stand for.</summary>
public sealed class SchemaBuilder
{
    private static readonly string[] Kinds = ["command", "struct", "enum", "union", "alternate", "event"];

    private readonly IReadOnlySet<string> _conditions;
    private readonly Dictionary<string, QapiExpression> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaType> _types = new(StringComparer.Ordinal);
    private readonly List<SchemaType> _order = [];
    private readonly List<SchemaEntity> _entities = [];
    private ParseError? _error;

    private SchemaBuilder(IReadOnlySet<string> conditions) => _conditions = conditions;

    /// <summary>Builds the schema of a text.</summary>
    /// <param name="text">A schema file without includes.</param>
    /// <param name="file">Its name, for error places.</param>
    /// <param name="conditions">The names that hold in <c>'if'</c>.</param>
    public static Result<Schema, ParseError> Build(string text, string file, IReadOnlySet<string> conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        return QapiParser.Parse(text, file).TryGet(out IReadOnlyList<QapiExpression>? expressions, out ParseError? error)
            ? Build(expressions, conditions)
            : error;
    }

    /// <summary>Builds the schema of definitions that were read already, from whatever files.</summary>
    /// <param name="expressions">The definitions.</param>
    /// <param name="conditions">The names that hold in <c>'if'</c>.</param>
    public static Result<Schema, ParseError> Build(IReadOnlyList<QapiExpression> expressions, IReadOnlySet<string> conditions)
    {
        ArgumentNullException.ThrowIfNull(expressions);
        ArgumentNullException.ThrowIfNull(conditions);
        SchemaBuilder builder = new(conditions);
        List<(string Kind, string Name, QapiExpression Expression)> defined = [];
        foreach (QapiExpression expression in expressions)
            builder.Declare(expression, defined);
        if (builder._error is not null)
            return builder._error;
        foreach ((string kind, string name, QapiExpression expression) in defined)
            builder.Define(kind, name, expression);
        foreach ((_, string name, QapiExpression expression) in defined)
            builder.CheckNotInItself(name, expression);
        return builder._error is null
            ? new Schema(builder._entities, builder._order)
            : builder._error;
    }

    private void Declare(QapiExpression expression, List<(string Kind, string Name, QapiExpression Expression)> defined)
    {
        QapiObject obj = expression.Object;
        if (obj["pragma"] is not null || !Included(obj))
            return;
        string? kind = Array.Find(Kinds, k => obj[k] is not null);
        if (kind is null || obj[kind] is not QapiString name)
        {
            Fail(Errors.QapiDefinition, obj, "neither a definition of a known kind nor a pragma");
            return;
        }

        if (kind is not ("command" or "event") && BuiltinType.Find(name.Value) is not null || !_definitions.TryAdd(name.Value, expression))
            Fail(Errors.QapiRedefinition, name, $"'{name.Value}' is defined already");
        defined.Add((kind, name.Value, expression));

        // Types that may refer to each other in a circle exist before they are filled.
        SchemaType? shell = kind switch
        {
            "struct" or "union" => new ObjectType(name.Value) { Features = Features(obj), Documentation = expression.Documentation },
            "alternate" => new AlternateType(name.Value) { Features = Features(obj), Documentation = expression.Documentation },
            "enum" => new EnumType(name.Value, EnumValues(obj)) { Features = Features(obj), Documentation = expression.Documentation },
            _ => null,
        };
        if (shell is null)
            return;
        _types[name.Value] = shell;
        _order.Add(shell);
    }

    private void Define(string kind, string name, QapiExpression expression)
    {
        QapiObject obj = expression.Object;
        switch (kind)
        {
            case "struct":
                FillStruct((ObjectType)_types[name], obj);
                break;
            case "union":
                FillUnion((ObjectType)_types[name], obj);
                break;
            case "alternate":
                ((AlternateType)_types[name]).Branches = [.. Entries(obj["data"] ?? obj).Select(e => (e.Name, Resolve(e.Type)))];
                break;
            case "command":
                _entities.Add(Command(name, expression));
                break;
            case "event":
                _entities.Add(new SchemaEvent(name, Arguments(name, obj)) { Features = Features(obj), Documentation = expression.Documentation });
                break;
        }
    }

    private void CheckNotInItself(string name, QapiExpression expression)
    {
        if (_types.GetValueOrDefault(name) is ObjectType { ContainsItself: true })
            Fail(Errors.QapiDefinition, expression.Object, $"object {name} contains itself");
    }

    private SchemaCommand Command(string name, QapiExpression expression)
    {
        QapiObject obj = expression.Object;
        return new SchemaCommand(name, Arguments(name, obj), obj["returns"] is { } returns ? Resolve(returns) : null)
        {
            AllowOob = Flag(obj, "allow-oob", false),
            AllowPreconfig = Flag(obj, "allow-preconfig", false),
            SuccessResponse = Flag(obj, "success-response", true),
            ClosedArguments = Flag(obj, "gen", true),
            Features = Features(obj),
            Documentation = expression.Documentation,
        };
    }

    private ObjectType Arguments(string name, QapiObject obj) => obj["data"] switch
    {
        null => ObjectType.Empty,
        QapiString reference => Object(reference),
        QapiObject data => new ObjectType($"q_obj_{name}-arg", Members(data)),
        { } other => Fail(Errors.QapiDefinition, other, "'data' is a name or an object", ObjectType.Empty),
    };

    private void FillStruct(ObjectType type, QapiObject obj)
    {
        if (obj["base"] is { } baseName)
            type.Base = Object(baseName);
        if (obj["data"] is QapiObject data)
            type.LocalMembers = Members(data);
        else
            Fail(Errors.QapiDefinition, obj, "a struct needs 'data', an object");
    }

    private void FillUnion(ObjectType type, QapiObject obj)
    {
        switch (obj["base"])
        {
            case QapiObject members:
                type.LocalMembers = Members(members);
                break;
            case QapiString name:
                type.Base = Object(name);
                break;
            default:
                Fail(Errors.QapiDefinition, obj, "a union needs 'base', a name or an object");
                break;
        }

        if (obj["discriminator"] is not QapiString tag || obj["data"] is not QapiObject data)
        {
            Fail(Errors.QapiDefinition, obj, "a union needs 'discriminator' and 'data'");
            return;
        }

        type.Tag = tag.Value;
        type.Variants = [.. Entries(data).Select(e => new SchemaVariant(e.Name, Object(e.Type)))];
    }

    private List<SchemaMember> Members(QapiObject data) =>
        [.. Entries(data).Select(e => new SchemaMember(e.Name.TrimStart('*'), Resolve(e.Type), e.Name.StartsWith('*'), e.Features))];

    // The members of an object of members or branches whose condition holds, in either notation.
    private IEnumerable<(string Name, QapiNode Type, IReadOnlyList<string> Features)> Entries(QapiNode node)
    {
        if (node is not QapiObject obj)
        {
            Fail(Errors.QapiDefinition, node, "members are an object");
            yield break;
        }

        foreach ((QapiString key, QapiNode value) in obj.Members)
        {
            if (value is not QapiObject detailed)
                yield return (key.Value, value, []);
            else if (detailed["type"] is not { } type)
                Fail(Errors.QapiDefinition, detailed, "a member needs 'type'");
            else if (Included(detailed))
                yield return (key.Value, type, Features(detailed));
        }
    }

    private List<EnumValue> EnumValues(QapiObject obj)
    {
        List<EnumValue> values = [];
        foreach (QapiNode item in (obj["data"] as QapiList)?.Items ?? [])
        {
            if (item is QapiString plain)
                values.Add(new EnumValue(plain.Value, []));
            else if (item is QapiObject detailed && detailed["name"] is QapiString name && Included(detailed))
                values.Add(new EnumValue(name.Value, Features(detailed)));
        }

        return values;
    }

    private List<string> Features(QapiObject obj)
    {
        List<string> features = [];
        foreach (QapiNode item in (obj["features"] as QapiList)?.Items ?? [])
        {
            if (item is QapiString plain)
                features.Add(plain.Value);
            else if (item is QapiObject detailed && detailed["name"] is QapiString name && Included(detailed))
                features.Add(name.Value);
        }

        return features;
    }

    private SchemaType Resolve(QapiNode node)
    {
        switch (node)
        {
            case QapiList { Items: [QapiString element] }:
                return new ArrayType(Resolve(element));
            case QapiString name when BuiltinType.Find(name.Value) is { } builtin:
                return builtin;
            case QapiString name when _types.TryGetValue(name.Value, out SchemaType? type):
                return type;
            default:
                return Fail(Errors.QapiReference, node, $"{(node as QapiString)?.Value ?? "this"} is no type", ObjectType.Empty);
        }
    }

    private ObjectType Object(QapiNode node) =>
        Resolve(node) as ObjectType ?? Fail(Errors.QapiReference, node, "an object type is wanted here", ObjectType.Empty);

    private static bool Flag(QapiObject obj, string key, bool absent) => obj[key] is QapiBoolean given ? given.Value : absent;

    private bool Included(QapiObject obj) =>
        QapiCondition.Holds(obj["if"], _conditions).TryGet(out bool holds, out ParseError? error) ? holds : Record(error);

    private bool Record(ParseError error)
    {
        _error ??= error;
        return false;
    }

    private void Fail(ErrorRule rule, QapiNode at, string detail) => _error ??= ParseError.In(rule, at.Place.ToString(), detail);

    private T Fail<T>(ErrorRule rule, QapiNode at, string detail, T instead)
    {
        Fail(rule, at, detail);
        return instead;
    }
}
