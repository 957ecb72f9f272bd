using System.Globalization;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Qapi;

/// <summary>Reads one answer of query-qmp-schema.</summary>
internal sealed class IntrospectionReader
{
    private readonly Dictionary<string, (JsonValue Entity, string Path)> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaType> _types = new(StringComparer.Ordinal);
    private readonly List<SchemaType> _order = [];
    private ParseError? _error;

    public Result<Schema, ParseError> Read(JsonValue answer)
    {
        if (answer.Kind != JsonKind.Array)
            return ParseError.In(Errors.QapiIntrospection, "", $"{answer.Kind} instead of an array");
        for (int i = 0; i < answer.Items.Count; i++)
            Declare(answer.Items[i], "/" + i.ToString(CultureInfo.InvariantCulture));
        foreach ((JsonValue entity, string path) in _entities.Values)
            Fill(entity, path);
        foreach (ObjectType obj in _order.OfType<ObjectType>().Where(static o => o.ContainsItself))
            Fail<SchemaType>(_entities[obj.Name].Path + "/variants", "the object contains itself");
        List<SchemaEntity> entities = [];
        for (int i = 0; i < answer.Items.Count && _error is null; i++)
        {
            if (Entity(answer.Items[i], "/" + i.ToString(CultureInfo.InvariantCulture)) is { } entity)
                entities.Add(entity);
        }

        return _error is null ? new Schema(entities, _order) : _error;
    }

    // Types that may refer to each other in a circle exist before they are filled.
    private void Declare(JsonValue entity, string path)
    {
        string name = Text(entity, "name", path);
        string kind = Text(entity, "meta-type", path);
        SchemaType? shell = kind switch
        {
            "object" => new ObjectType(name) { Features = Features(entity, path) },
            "alternate" => new AlternateType(name) { Features = Features(entity, path) },
            "enum" => new EnumType(name, EnumValues(entity, path)) { Features = Features(entity, path) },
            "builtin" or "array" or "command" or "event" => null,
            _ => Fail<SchemaType>(path + "/meta-type", $"unknown meta-type '{kind}'"),
        };

        // Numbers and brackets name types. A command of such a name would be written beside a type of the same.
        if (kind is "command" or "event" && (name.Length == 0 || !(char.IsAsciiLetter(name[0]) || name[0] == '_')))
            Fail<SchemaType>(path + "/name", $"no {kind} can have the name '{name}'");

        // Commands, events and types have names of their own kinds; QEMU writes no two entities of one name either way.
        if (_error is null && !_entities.TryAdd(name, (entity, path)))
            Fail<SchemaType>(path + "/name", $"'{name}' stands twice");
        if (shell is null)
            return;
        _types[name] = shell;
        _order.Add(shell);
    }

    private void Fill(JsonValue entity, string path)
    {
        switch (_types.GetValueOrDefault(Text(entity, "name", path)))
        {
            case ObjectType obj:
                obj.LocalMembers = [.. List(entity, "members", path).Select(m => Member(m.Item, m.Path))];
                if (entity["tag"] is null)
                    break;
                obj.Tag = Text(entity, "tag", path);
                obj.Variants = [.. List(entity, "variants", path)
                    .Select(v => new SchemaVariant(Text(v.Item, "case", v.Path), ObjectFor(v.Item, "type", v.Path)))];
                break;
            case AlternateType alternate:
                alternate.Branches = [.. List(entity, "members", path).Select(m => ("", TypeFor(m.Item, "type", m.Path)))];
                break;
        }
    }

    private SchemaEntity? Entity(JsonValue entity, string path) => Text(entity, "meta-type", path) switch
    {
        "command" => new SchemaCommand(Text(entity, "name", path), ObjectFor(entity, "arg-type", path), TypeFor(entity, "ret-type", path))
        {
            AllowOob = entity["allow-oob"] is { Kind: JsonKind.Boolean, AsBoolean: true },
            Features = Features(entity, path),
        },
        "event" => new SchemaEvent(Text(entity, "name", path), ObjectFor(entity, "arg-type", path)) { Features = Features(entity, path) },
        _ => null,
    };

    private SchemaMember Member(JsonValue item, string path) => new(
        Text(item, "name", path), TypeFor(item, "type", path), item["default"] is not null, Features(item, path));

    private List<EnumValue> EnumValues(JsonValue entity, string path)
    {
        // Before 6.2 there were only the bare values.
        return entity["members"] is not null
            ? [.. List(entity, "members", path).Select(m => new EnumValue(Text(m.Item, "name", m.Path), Features(m.Item, m.Path)))]
            : [.. Texts(entity, "values", path).Select(static v => new EnumValue(v, []))];
    }

    private List<string> Features(JsonValue entity, string path) =>
        entity["features"] is null ? [] : Texts(entity, "features", path);

    private List<string> Texts(JsonValue entity, string name, string path)
    {
        List<string> texts = [];
        foreach ((JsonValue item, string at) in List(entity, name, path))
            texts.Add(item.Kind == JsonKind.String ? item.AsString : Fail<string>(at, "a string is wanted here") ?? "");
        return texts;
    }

    private IEnumerable<(JsonValue Item, string Path)> List(JsonValue entity, string name, string path)
    {
        string at = $"{path}/{name}";
        if (entity[name] is not { Kind: JsonKind.Array } list)
        {
            Fail<SchemaType>(at, "an array is wanted here");
            return [];
        }

        return list.Items.Select((item, i) => (item, at + "/" + i.ToString(CultureInfo.InvariantCulture)));
    }

    private SchemaType TypeFor(JsonValue entity, string name, string path) =>
        Resolve(Text(entity, name, path), $"{path}/{name}", []);

    private SchemaType Resolve(string wanted, string path, HashSet<string> arrays)
    {
        if (_types.TryGetValue(wanted, out SchemaType? type))
            return type;
        if (!_entities.TryGetValue(wanted, out (JsonValue Entity, string Path) found))
            return Fail<SchemaType>(path, $"no type '{wanted}'") ?? ObjectType.Empty;
        switch (Text(found.Entity, "meta-type", found.Path))
        {
            case "builtin" when BuiltinType.Find(wanted) is { } builtin && builtin.WireName == wanted:
                return builtin;
            case "array" when arrays.Add(wanted):
                return new ArrayType(Resolve(Text(found.Entity, "element-type", found.Path), found.Path + "/element-type", arrays));
            default:
                return Fail<SchemaType>(path, $"'{wanted}' is no type that can be used here") ?? ObjectType.Empty;
        }
    }

    private ObjectType ObjectFor(JsonValue entity, string name, string path) =>
        TypeFor(entity, name, path) as ObjectType
        ?? Fail<ObjectType>($"{path}/{name}", "an object type is wanted here") ?? ObjectType.Empty;

    private string Text(JsonValue entity, string name, string path) =>
        entity[name] is { Kind: JsonKind.String } text ? text.AsString : Fail<string>($"{path}/{name}", "a string is wanted here") ?? "";

    private T? Fail<T>(string path, string detail)
        where T : class
    {
        _error ??= ParseError.In(Errors.QapiIntrospection, path, detail);
        return null;
    }
}
