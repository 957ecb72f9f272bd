using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Definitions;

/// <summary>A type.</summary>
public abstract class DefinedType : Definition
{
    private protected DefinedType(string name, SchemaExpression? source)
        : base(name, source)
    {
    }

    /// <summary>What stands in JSON: string, number, int, boolean, null, array, object, or value for anything.</summary>
    public abstract string JsonType { get; }
}

/// <summary>A type that the language brings along.</summary>
public sealed class DefinedBuiltin : DefinedType
{
    internal DefinedBuiltin(BuiltinType type)
        : base(type.Name, null) => Type = type;

    /// <summary>The type itself.</summary>
    public BuiltinType Type { get; }

    /// <inheritdoc/>
    public override string Meta => "built-in";

    /// <inheritdoc/>
    public override string JsonType => Type.JsonType;
}

/// <summary>A list of one type.</summary>
public sealed class DefinedArray : DefinedType
{
    internal DefinedArray(string element, SchemaExpression? source)
        : base(element + "List", source) => ElementName = element;

    /// <summary>The name of the type of its elements.</summary>
    public string ElementName { get; }

    /// <summary>The type of its elements; null where the name stands for nothing.</summary>
    public DefinedType? Element { get; internal set; }

    /// <inheritdoc/>
    public override string Meta => "array";

    /// <inheritdoc/>
    public override string JsonType => "array";

    /// <inheritdoc/>
    public override string Description => $"array type ['{ElementName}']";

    /// <inheritdoc/>
    public override bool IsImplicit => true;
}

/// <summary>An enumeration.</summary>
public sealed class DefinedEnum : DefinedType
{
    internal DefinedEnum(string name, SchemaExpression? source)
        : base(name, source)
    {
    }

    /// <summary>The values in order.</summary>
    public IReadOnlyList<DefinedMember> Values { get; internal set; } = [];

    /// <summary>The prefix of its C constants, or null.</summary>
    public string? Prefix { get; internal set; }

    /// <inheritdoc/>
    public override string Meta => "enum";

    /// <inheritdoc/>
    public override string JsonType => "string";
}

/// <summary>A struct, a union, or the implicit type of arguments or of a union's base.</summary>
public sealed class DefinedObject : DefinedType
{
    internal DefinedObject(string name, SchemaExpression? source)
        : base(name, source)
    {
    }

    /// <summary>The name of the type whose members come first, or null.</summary>
    public string? BaseName { get; internal set; }

    /// <summary>That type; null where there is none.</summary>
    public DefinedObject? Base { get; internal set; }

    /// <summary>The members without those of the base.</summary>
    public IReadOnlyList<DefinedMember> LocalMembers { get; internal set; } = [];

    /// <summary>All members, the base's first.</summary>
    public IReadOnlyList<DefinedMember> Members { get; internal set; } = [];

    /// <summary>The member that selects the branch; null for a struct.</summary>
    public string? TagName { get; internal set; }

    /// <summary>The branches of a union; a value of the tag without one in the source has an empty one.</summary>
    public IReadOnlyList<DefinedMember> Branches { get; internal set; } = [];

    /// <summary>Whether it is a union.</summary>
    public bool IsUnion => TagName is not null;

    /// <inheritdoc/>
    public override string Meta => IsUnion ? "union" : "struct";

    /// <inheritdoc/>
    public override string JsonType => "object";
}

/// <summary>A value of one of several types.</summary>
public sealed class DefinedAlternate : DefinedType
{
    internal DefinedAlternate(string name, SchemaExpression? source)
        : base(name, source)
    {
    }

    /// <summary>The types to choose from.</summary>
    public IReadOnlyList<DefinedMember> Branches { get; internal set; } = [];

    /// <inheritdoc/>
    public override string Meta => "alternate";

    /// <inheritdoc/>
    public override string JsonType => "value";
}

/// <summary>A command or an event.</summary>
public sealed class DefinedMessage : Definition
{
    internal DefinedMessage(string name, SchemaExpression source, bool isCommand)
        : base(name, source) => IsCommand = isCommand;

    /// <summary>Whether it is a command; an event otherwise.</summary>
    public bool IsCommand { get; }

    /// <summary>The name of the type of its arguments, or null.</summary>
    public string? ArgumentsName { get; internal set; }

    /// <summary>The type of its arguments; null for none.</summary>
    public DefinedObject? Arguments { get; internal set; }

    /// <summary>The name of the type that it returns, or null.</summary>
    public string? ReturnsName { get; internal set; }

    /// <summary>What it returns; null for nothing.</summary>
    public DefinedType? Returns { get; internal set; }

    /// <summary>Whether its handler takes the arguments in one piece.</summary>
    public bool Boxed { get; internal set; }

    /// <inheritdoc/>
    public override string Meta => IsCommand ? "command" : "event";

    /// <inheritdoc/>
    public override string Description => $"{Meta} '{Name}'";
}
