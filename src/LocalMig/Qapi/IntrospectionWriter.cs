using System.Globalization;
using LocalMig.Json;

namespace LocalMig.Qapi;

/// <summary>Writes one schema as the answer of query-qmp-schema.</summary>
internal sealed class IntrospectionWriter
{
    private readonly List<JsonValue> _entities = [];
    private readonly List<SchemaType> _used = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _numbers = new(StringComparer.Ordinal);

    public JsonValue Write(Schema schema)
    {
        foreach (SchemaEntity entity in schema.Entities)
            _entities.Add(Entity(entity));

        // Writing a type can bring further types into use.
        for (int i = 0; i < _used.Count; i++)
            _entities.Add(Type(_used[i]));
        return JsonValue.Array([.. _entities]);
    }

    private JsonValue Entity(SchemaEntity entity)
    {
        List<(string, JsonValue)> members = [("name", entity.Name)];
        switch (entity)
        {
            case SchemaCommand command:
                members.Add(("meta-type", "command"));
                members.Add(("arg-type", Use(command.Arguments)));
                members.Add(("ret-type", Use(command.Returns ?? ObjectType.Empty)));
                if (command.AllowOob)
                    members.Add(("allow-oob", true));
                break;
            case SchemaEvent signal:
                members.Add(("meta-type", "event"));
                members.Add(("arg-type", Use(signal.Data)));
                break;
        }

        AddFeatures(members, entity.Features);
        return JsonValue.Object(members);
    }

    private JsonValue Type(SchemaType type)
    {
        List<(string, JsonValue)> members = [("name", WireName(type))];
        switch (type)
        {
            case BuiltinType builtin:
                members.Add(("meta-type", "builtin"));
                members.Add(("json-type", builtin.JsonType));
                break;
            case ArrayType array:
                members.Add(("meta-type", "array"));
                members.Add(("element-type", Use(array.Element)));
                break;
            case EnumType enumeration:
                members.Add(("meta-type", "enum"));
                members.Add(("members", JsonValue.Array([.. enumeration.Values.Select(Value)])));
                members.Add(("values", JsonValue.Array([.. enumeration.Values.Select(static v => (JsonValue)v.Name)])));
                break;
            case AlternateType alternate:
                members.Add(("meta-type", "alternate"));
                members.Add(("members", JsonValue.Array([.. alternate.Branches.Select(b => JsonValue.Object(("type", Use(b.Type))))])));
                break;
            case ObjectType obj:
                members.Add(("meta-type", "object"));
                members.Add(("members", JsonValue.Array([.. obj.Members.Select(Member)])));
                if (obj.Tag is not null)
                {
                    members.Add(("tag", obj.Tag));
                    members.Add(("variants", JsonValue.Array([.. Variants(obj)])));
                }

                break;
        }

        AddFeatures(members, type.Features);
        return JsonValue.Object(members);
    }

    private JsonValue Member(SchemaMember member)
    {
        List<(string, JsonValue)> members = [("name", member.Name), ("type", Use(member.Type))];

        // A default of null says "optional": no other default is ever told.
        if (member.Optional)
            members.Add(("default", JsonValue.Null));
        AddFeatures(members, member.Features);
        return JsonValue.Object(members);
    }

    // A value of the tag that adds nothing is a variant too: the empty object.
    private IEnumerable<JsonValue> Variants(ObjectType type)
    {
        foreach (SchemaVariant variant in type.Variants)
            yield return JsonValue.Object(("case", variant.Case), ("type", Use(variant.Type)));
        if (type.Member(type.Tag!)?.Type is not EnumType tag)
            yield break;
        foreach (EnumValue value in tag.Values)
        {
            if (type.VariantFor(value.Name) is null)
                yield return JsonValue.Object(("case", value.Name), ("type", Use(ObjectType.Empty)));
        }
    }

    private static JsonValue Value(EnumValue value)
    {
        List<(string, JsonValue)> members = [("name", value.Name)];
        AddFeatures(members, value.Features);
        return JsonValue.Object(members);
    }

    private string Use(SchemaType type)
    {
        string name = WireName(type);
        if (_seen.Add(name))
            _used.Add(type);
        return name;
    }

    // Built-in types keep their names, all integers are one; an array is named by its element; the rest is numbered.
    private string WireName(SchemaType type) => type switch
    {
        BuiltinType builtin => builtin.WireName,
        ArrayType array => $"[{WireName(array.Element)}]",
        _ when _numbers.TryGetValue(type.Name, out string? number) => number,
        _ => _numbers[type.Name] = _numbers.Count.ToString(CultureInfo.InvariantCulture),
    };

    private static void AddFeatures(List<(string, JsonValue)> members, IReadOnlyList<string> features)
    {
        if (features.Count > 0)
            members.Add(("features", JsonValue.Array([.. features.Select(static f => (JsonValue)f)])));
    }
}
