using LocalMig.Json;

namespace LocalMig.Qapi;

/// <summary>A member of an object.</summary>
/// <param name="Name">The name, as it goes over the wire.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Optional">Whether it may be absent.</param>
/// <param name="Features">Special features of the member.</param>
public sealed record SchemaMember(string Name, SchemaType Type, bool Optional, IReadOnlyList<string> Features);

/// <summary>What the tag of a union selects.</summary>
/// <param name="Case">The value of the tag.</param>
/// <param name="Type">The members that come with it.</param>
public sealed record SchemaVariant(string Case, ObjectType Type);

/// <summary>An object: a struct, the arguments of a command, or a union whose tag selects further members.</summary>
/// <remarks>Its parts are set once, when the schema around it is resolved; types may refer to each other in a circle.</remarks>
public sealed class ObjectType : SchemaType
{
    private IReadOnlyList<SchemaMember>? _members;

    /// <summary>An object without members of its own so far.</summary>
    internal ObjectType(string name)
        : base(name)
    {
    }

    /// <summary>An object with these members.</summary>
    public ObjectType(string name, IReadOnlyList<SchemaMember> members)
        : base(name) => LocalMembers = members;

    /// <summary>The object without members that stands where a command has no arguments or returns nothing.</summary>
    public static ObjectType Empty { get; } = new("q_empty", []);

    /// <summary>The struct whose members come first, or null.</summary>
    public ObjectType? Base { get; internal set; }

    /// <summary>The members without those of the base.</summary>
    public IReadOnlyList<SchemaMember> LocalMembers { get; internal set; } = [];

    /// <summary>All members in the order in which they are visited: the base's first.</summary>
    public IReadOnlyList<SchemaMember> Members =>
        _members ??= Base is null ? LocalMembers : [.. Base.Members, .. LocalMembers];

    /// <summary>The member that selects the variant, or null for a struct.</summary>
    public string? Tag { get; internal set; }

    /// <summary>The variants; a value of the tag without a variant adds no members.</summary>
    public IReadOnlyList<SchemaVariant> Variants { get; internal set; } = [];

    /// <summary>Whether its base or a variant leads back to it, so that its members never end.</summary>
    internal bool ContainsItself
    {
        get
        {
            HashSet<ObjectType> seen = [];
            Stack<ObjectType> open = new([this]);
            while (open.TryPop(out ObjectType? type))
            {
                foreach (ObjectType part in type.Variants.Select(static v => v.Type).Concat(type.Base is null ? [] : [type.Base]))
                {
                    if (part == this)
                        return true;
                    if (seen.Add(part))
                        open.Push(part);
                }
            }

            return false;
        }
    }

    /// <summary>What that value of the tag adds, or null for nothing.</summary>
    public ObjectType? VariantFor(string tag)
    {
        foreach (SchemaVariant variant in Variants)
        {
            if (string.Equals(variant.Case, tag, StringComparison.Ordinal))
                return variant.Type;
        }

        return null;
    }

    /// <summary>What the tag in a value adds, or null where it adds nothing or there is no tag.</summary>
    public ObjectType? VariantOf(JsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Tag is not null && value[Tag] is { Kind: JsonKind.String } tag ? VariantFor(tag.AsString) : null;
    }

    /// <summary>The member of that name, variants left aside, or null.</summary>
    public SchemaMember? Member(string name)
    {
        foreach (SchemaMember member in Members)
        {
            if (string.Equals(member.Name, name, StringComparison.Ordinal))
                return member;
        }

        return null;
    }
}
