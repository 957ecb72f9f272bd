namespace LocalMig.Qapi.Compare;

/// <summary>Compares two schemas by what a client can see: commands and events, and from there the types by their structure.
/// The names of types do not count: introspection hides them.</summary>
public sealed class SchemaDiff
{
    private readonly List<SchemaChange> _changes = [];
    private readonly HashSet<(SchemaType, SchemaType, bool)> _compared = [];

    private SchemaDiff()
    {
    }

    /// <summary>The differences: commands first, then events, each in the order of the older schema with what is new behind.</summary>
    public static IReadOnlyList<SchemaChange> Compare(Schema older, Schema newer)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        SchemaDiff diff = new();
        foreach (SchemaCommand command in older.Commands)
            diff.Command(command, newer.Command(command.Name));
        foreach (SchemaCommand command in newer.Commands)
        {
            if (older.Command(command.Name) is null)
                diff.Add(SchemaChangeKind.Added, command.Name, "command", breaks: false);
        }

        foreach (SchemaEvent one in older.Events)
            diff.Event(one, newer.Event(one.Name));
        foreach (SchemaEvent one in newer.Events)
        {
            if (older.Event(one.Name) is null)
                diff.Add(SchemaChangeKind.Added, one.Name, "event", breaks: false);
        }

        return diff._changes;
    }

    private void Command(SchemaCommand old, SchemaCommand? now)
    {
        if (now is null)
        {
            Add(SchemaChangeKind.Removed, old.Name, "command", breaks: true);
            return;
        }

        Features(old.Name, old.Features, now.Features);
        if (old.AllowOob != now.AllowOob)
            Add(SchemaChangeKind.Changed, old.Name, now.AllowOob ? "may be executed out of band" : "may not be executed out of band any more", breaks: old.AllowOob);
        Types(old.Name, old.Arguments, now.Arguments, sent: true);
        Types(old.Name + " ->", old.Returns ?? ObjectType.Empty, now.Returns ?? ObjectType.Empty, sent: false);
    }

    private void Event(SchemaEvent old, SchemaEvent? now)
    {
        if (now is null)
        {
            Add(SchemaChangeKind.Removed, old.Name, "event", breaks: true);
            return;
        }

        Features(old.Name, old.Features, now.Features);
        Types(old.Name, old.Data, now.Data, sent: false);
    }

    // What is sent by the client must stay acceptable; what it receives must stay understandable.
    private void Types(string path, SchemaType old, SchemaType now, bool sent)
    {
        if (!_compared.Add((old, now, sent)))
            return;
        switch (old, now)
        {
            case (BuiltinType a, BuiltinType b):
                if (a.WireName != b.WireName)
                    Add(SchemaChangeKind.Changed, path, $"{a.WireName} became {b.WireName}", breaks: b.WireName != "any");
                break;
            case (ArrayType a, ArrayType b):
                Types(path + "[]", a.Element, b.Element, sent);
                break;
            case (EnumType a, EnumType b):
                Enums(path, a, b, sent);
                break;
            case (ObjectType a, ObjectType b):
                Objects(path, a, b, sent);
                break;
            case (AlternateType a, AlternateType b):
                Alternates(path, a, b, sent);
                break;
            case (_, AlternateType b) when b.Branches.FirstOrDefault(branch => Kind(branch.Type) == Kind(old)).Type is { } branch:
                Add(SchemaChangeKind.Changed, path, $"{Kind(old)} became one of several types", breaks: !sent);
                Types(path, old, branch, sent);
                break;
            case (BuiltinType { JsonType: "string" }, EnumType):
                Add(SchemaChangeKind.Changed, path, "any string became one of a set", breaks: sent);
                break;
            default:
                Add(SchemaChangeKind.Changed, path, $"{Kind(old)} became {Kind(now)}", breaks: true);
                break;
        }
    }

    private void Objects(string path, ObjectType old, ObjectType now, bool sent)
    {
        Features(path, old.Features, now.Features);
        Members(path, old, now, sent);
        if (old.Tag is null && now.Tag is null)
            return;
        if (old.Tag != now.Tag)
        {
            // A struct that became a union keeps what it had, where the members say so.
            Add(SchemaChangeKind.Changed, path, $"variants are selected by '{now.Tag ?? "nothing"}' instead of '{old.Tag ?? "nothing"}'", breaks: old.Tag is not null);
            return;
        }

        foreach (SchemaVariant variant in old.Variants)
            Members($"{path}<{variant.Case}>", variant.Type, now.VariantFor(variant.Case) ?? ObjectType.Empty, sent);
        foreach (SchemaVariant variant in now.Variants)
        {
            if (old.VariantFor(variant.Case) is null && variant.Type.Members.Count > 0)
                Members($"{path}<{variant.Case}>", ObjectType.Empty, variant.Type, sent);
        }
    }

    private void Members(string path, ObjectType old, ObjectType now, bool sent)
    {
        foreach (SchemaMember member in old.Members)
        {
            string here = Join(path, member.Name);
            if (now.Member(member.Name) is not { } other)
            {
                Add(SchemaChangeKind.Removed, here, member.Optional ? "optional member" : "member", breaks: sent || !member.Optional);
                continue;
            }

            if (member.Optional != other.Optional)
                Add(SchemaChangeKind.Changed, here, other.Optional ? "became optional" : "became mandatory", breaks: sent != other.Optional);
            Features(here, member.Features, other.Features);
            Types(here, member.Type, other.Type, sent);
        }

        foreach (SchemaMember member in now.Members)
        {
            if (old.Member(member.Name) is null)
                Add(SchemaChangeKind.Added, Join(path, member.Name), $"{(member.Optional ? "optional member" : "member")} of type {Kind(member.Type)}", breaks: sent && !member.Optional);
        }
    }

    private void Enums(string path, EnumType old, EnumType now, bool sent)
    {
        foreach (EnumValue value in old.Values)
        {
            if (!now.Contains(value.Name))
                Add(SchemaChangeKind.Removed, path, $"value '{value.Name}'", breaks: sent);
            else
                Features($"{path} value '{value.Name}'", value.Features, now.Values.First(v => v.Name == value.Name).Features);
        }

        foreach (EnumValue value in now.Values)
        {
            if (!old.Contains(value.Name))
                Add(SchemaChangeKind.Added, path, $"value '{value.Name}'", breaks: false);
        }
    }

    private void Alternates(string path, AlternateType old, AlternateType now, bool sent)
    {
        foreach ((_, SchemaType branch) in old.Branches)
        {
            SchemaType? other = now.Branches.FirstOrDefault(b => Kind(b.Type) == Kind(branch)).Type;
            if (other is null)
                Add(SchemaChangeKind.Removed, path, $"branch of type {Kind(branch)}", breaks: sent);
            else
                Types(path, branch, other, sent);
        }

        foreach ((_, SchemaType branch) in now.Branches)
        {
            if (old.Branches.All(b => Kind(b.Type) != Kind(branch)))
                Add(SchemaChangeKind.Added, path, $"branch of type {Kind(branch)}", breaks: !sent);
        }
    }

    private void Features(string path, IReadOnlyList<string> old, IReadOnlyList<string> now)
    {
        foreach (string feature in old.Except(now, StringComparer.Ordinal))
            Add(SchemaChangeKind.Removed, path, $"feature '{feature}'", breaks: feature is not ("deprecated" or "unstable"));
        foreach (string feature in now.Except(old, StringComparer.Ordinal))
            Add(SchemaChangeKind.Added, path, $"feature '{feature}'", breaks: false);
    }

    private static string Kind(SchemaType type) => type switch
    {
        BuiltinType builtin => builtin.WireName,
        EnumType => "enum",
        ArrayType array => $"[{Kind(array.Element)}]",
        AlternateType => "alternate",
        _ => "object",
    };

    private static string Join(string path, string member) => path.EndsWith("->", StringComparison.Ordinal) ? $"{path} {member}" : $"{path}.{member}";

    private void Add(SchemaChangeKind kind, string path, string text, bool breaks) => _changes.Add(new SchemaChange(kind, path, text, breaks));
}
