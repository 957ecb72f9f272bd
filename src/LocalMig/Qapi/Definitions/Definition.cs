using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Definitions;

/// <summary>Something with a name in a schema, before conditions are decided: what stands in the source, checked and connected.</summary>
public abstract class Definition
{
    private protected Definition(string name, SchemaExpression? source)
    {
        Name = name;
        Source = source;
    }

    /// <summary>The name; implicit types have the names that QEMU gives them, <c>q_obj_NAME-arg</c>.</summary>
    public string Name { get; }

    /// <summary>The expression that defines it, or that made it necessary; null for what the language brings along.</summary>
    public SchemaExpression? Source { get; }

    /// <summary>Its features.</summary>
    public IReadOnlyList<DefinedFeature> Features { get; internal set; } = [];

    /// <summary>Its condition, or null.</summary>
    public QapiNode? Condition { get; internal set; }

    /// <summary>Its documentation comment, or null.</summary>
    public DocComment? Doc { get; internal set; }

    /// <summary>The kind in QEMU's words: <c>struct</c>, <c>command</c>, <c>array</c>, …</summary>
    public abstract string Meta { get; }

    /// <summary>The kind and the name, as messages have it.</summary>
    public virtual string Description => $"{Meta} type '{Name}'";

    /// <summary>Whether no expression of its own defines it.</summary>
    public virtual bool IsImplicit => Source is null || Name.StartsWith("q_", StringComparison.Ordinal);

    internal CheckState State { get; set; }
}

/// <summary>How far the check of a definition is.</summary>
internal enum CheckState
{
    New,
    Running,
    Done,
}

/// <summary>A feature of a definition or a member.</summary>
/// <param name="Name">The name.</param>
/// <param name="Condition">Its condition, or null.</param>
public sealed record DefinedFeature(string Name, QapiNode? Condition)
{
    /// <summary>Whether QEMU gives it a meaning of its own: <c>deprecated</c>, <c>unstable</c>.</summary>
    public bool IsSpecial => Name is "deprecated" or "unstable";
}

/// <summary>What a member is.</summary>
public enum MemberRole
{
    /// <summary>A member of an object.</summary>
    Member,

    /// <summary>A value of an enumeration.</summary>
    Value,

    /// <summary>A branch of a union or an alternate.</summary>
    Branch,

    /// <summary>A feature.</summary>
    Feature,
}

/// <summary>A member, a value or a branch.</summary>
public sealed class DefinedMember
{
    internal DefinedMember(MemberRole role, string name, string definedIn, SchemaExpression? source)
    {
        Role = role;
        Name = name;
        DefinedIn = definedIn;
        Source = source;
    }

    /// <summary>What it is.</summary>
    public MemberRole Role { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The definition it belongs to.</summary>
    public string DefinedIn { get; }

    /// <summary>The expression it stands in; null for what the language brings along.</summary>
    public SchemaExpression? Source { get; }

    /// <summary>Where the member itself stands.</summary>
    public QapiPlace Place { get; internal init; }

    /// <summary>Whether it may be absent.</summary>
    public bool Optional { get; internal init; }

    /// <summary>Its condition, or null.</summary>
    public QapiNode? Condition { get; internal init; }

    /// <summary>Its features.</summary>
    public IReadOnlyList<DefinedFeature> Features { get; internal init; } = [];

    /// <summary>The name of its type; empty for a value.</summary>
    public string TypeName { get; internal init; } = "";

    /// <summary>The type; null for a value, and where the name stands for nothing.</summary>
    public DefinedType? Type { get; internal set; }

    /// <summary>The word for its role in messages.</summary>
    public string RoleName => Role switch
    {
        MemberRole.Value => "value",
        MemberRole.Branch => "branch",
        MemberRole.Feature => "feature",
        _ => "member",
    };

    /// <summary>Whether it has a feature.</summary>
    public bool Has(string feature) => Features.Any(f => f.Name == feature);
}
