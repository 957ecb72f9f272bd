using LocalMig.Json;
using LocalMig.Qmp;

namespace LocalMig.Qapi;

/// <summary>Checks the arguments of a command against the schema, in QEMU's order and with its texts (facts A.3, A.8 and B.1):
/// members in schema order, what they select next, and members that the schema does not have last.</summary>
public static class ArgumentChecker
{
    /// <summary>Checks the arguments of a command of the schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="command">The name of a command that the schema has.</param>
    /// <param name="arguments">An object; the caller has refused anything else already.</param>
    /// <returns>The first thing that is wrong, or null.</returns>
    /// <exception cref="ArgumentException">The schema has no such command.</exception>
    public static QmpError? Check(Schema schema, string command, JsonValue arguments)
    {
        ArgumentNullException.ThrowIfNull(schema);
        SchemaCommand found = schema.Command(command)
            ?? throw new ArgumentException($"the schema has no command '{command}'", nameof(command));
        return Check(found.Arguments, arguments, found.ClosedArguments);
    }

    /// <summary>Checks an object against a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="value">An object.</param>
    /// <param name="closed">Whether members that the type does not have are an error.</param>
    /// <returns>The first thing that is wrong, or null.</returns>
    public static QmpError? Check(ObjectType type, JsonValue value, bool closed = true)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(value);
        return CheckMembers(type, value, null, closed);
    }

    private static QmpError? CheckValue(SchemaType type, JsonValue value, ArgumentPath path) => type switch
    {
        BuiltinType builtin => CheckBuiltin(builtin, value, path),
        EnumType enumeration => CheckEnum(enumeration, value, path),
        ArrayType array => CheckArray(array, value, path),
        AlternateType alternate => CheckAlternate(alternate, value, path),
        ObjectType when value.Kind != JsonKind.Object => Wrong(path, "object"),
        ObjectType obj => CheckMembers(obj, value, path, closed: true),
        _ => throw new InvalidOperationException($"no rule for type '{type.Name}'"),
    };

    private static QmpError? CheckMembers(ObjectType type, JsonValue value, ArgumentPath? path, bool closed)
    {
        if (VisitMembers(type, value, path) is { } error)
            return error;
        return closed && LeftoverMember.First(value.Members, type) is { } leftover
            ? QmpError.Generic(ArgumentTexts.Unexpected(new ArgumentPath(path, leftover).ToString()))
            : null;
    }

    private static QmpError? VisitMembers(ObjectType type, JsonValue value, ArgumentPath? path)
    {
        foreach (SchemaMember member in type.Members)
        {
            if (!value.TryGet(member.Name, out JsonValue? given))
            {
                if (member.Optional)
                    continue;
                return QmpError.Generic(ArgumentTexts.Missing(new ArgumentPath(path, member.Name).ToString()));
            }

            if (CheckValue(member.Type, given, new ArgumentPath(path, member.Name)) is { } error)
                return error;
        }

        return type.VariantOf(value) is { } variant ? VisitMembers(variant, value, path) : null;
    }

    private static QmpError? CheckArray(ArrayType type, JsonValue value, ArgumentPath path)
    {
        if (value.Kind != JsonKind.Array)
            return Wrong(path, "array");
        for (int i = 0; i < value.Items.Count; i++)
        {
            if (CheckValue(type.Element, value.Items[i], new ArgumentPath(path, null, i)) is { } error)
                return error;
        }

        return null;
    }

    private static QmpError? CheckEnum(EnumType type, JsonValue value, ArgumentPath path)
    {
        if (value.Kind != JsonKind.String)
            return Wrong(path, "string");
        return type.Contains(value.AsString)
            ? null
            : QmpError.Generic(ArgumentTexts.NotAccepted(path.LastName, value.AsString));
    }

    private static QmpError? CheckAlternate(AlternateType type, JsonValue value, ArgumentPath path)
    {
        foreach ((_, SchemaType branch) in type.Branches)
        {
            if (Selects(branch, value.Kind))
                return CheckValue(branch, value, path);
        }

        return QmpError.Generic(ArgumentTexts.WrongType(path.LastName, type.Name));
    }

    // An alternate looks at the JSON kind alone; whether the value then fits is the branch's own check.
    private static bool Selects(SchemaType branch, JsonKind kind) => branch switch
    {
        EnumType => kind == JsonKind.String,
        ObjectType => kind == JsonKind.Object,
        ArrayType => kind == JsonKind.Array,
        BuiltinType { JsonType: "string" } => kind == JsonKind.String,
        BuiltinType { JsonType: "boolean" } => kind == JsonKind.Boolean,
        BuiltinType { JsonType: "null" } => kind == JsonKind.Null,
        BuiltinType { JsonType: "int" or "number" } => kind is JsonKind.Int64 or JsonKind.UInt64 or JsonKind.Double,
        _ => false,
    };

    private static QmpError? CheckBuiltin(BuiltinType type, JsonValue value, ArgumentPath path) => type.JsonType switch
    {
        "string" => value.Kind == JsonKind.String ? null : Wrong(path, "string"),
        "boolean" => value.Kind == JsonKind.Boolean ? null : Wrong(path, "boolean"),
        "null" => value.Kind == JsonKind.Null ? null : Wrong(path, "null"),
        "number" => value.Kind is JsonKind.Int64 or JsonKind.UInt64 or JsonKind.Double ? null : Wrong(path, "number"),
        "int" => type.Unsigned ? CheckUnsigned(type, value, path) : CheckSigned(type, value, path),
        _ => null,
    };

    private static QmpError? CheckUnsigned(BuiltinType type, JsonValue value, ArgumentPath path)
    {
        // A negative number is taken as its 64 bits, as QEMU does for old clients: -1 is 2^64-1.
        if (value.Kind is not (JsonKind.Int64 or JsonKind.UInt64))
            return QmpError.Generic(ArgumentTexts.Expects(path.ToString(), "uint64"));
        return type.Bits == 64 || value.AsUInt64 >> type.Bits == 0
            ? null
            : QmpError.Generic(ArgumentTexts.Expects(path.LastName, $"uint{type.Bits}_t"));
    }

    private static QmpError? CheckSigned(BuiltinType type, JsonValue value, ArgumentPath path)
    {
        if (value.Kind != JsonKind.Int64)
            return Wrong(path, "integer");
        long bound = 1L << (type.Bits - 1);
        return type.Bits == 64 || (value.AsInt64 >= -bound && value.AsInt64 < bound)
            ? null
            : QmpError.Generic(ArgumentTexts.Expects(path.LastName, $"int{type.Bits}_t"));
    }

    private static QmpError Wrong(ArgumentPath path, string expected) =>
        QmpError.Generic(ArgumentTexts.WrongType(path.ToString(), expected));
}
