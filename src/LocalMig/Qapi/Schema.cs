namespace LocalMig.Qapi;

/// <summary>Something a client meets by its name: a command or an event.</summary>
/// <param name="Name">The name.</param>
public abstract record SchemaEntity(string Name)
{
    /// <summary>Special features.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The documentation comment in front of the definition, as text.</summary>
    public string Documentation { get; init; } = "";
}

/// <summary>A command.</summary>
/// <param name="Name">The name.</param>
/// <param name="Arguments">Its arguments; <see cref="ObjectType.Empty"/> for none.</param>
/// <param name="Returns">What a success returns; null where that is the empty object.</param>
public sealed record SchemaCommand(string Name, ObjectType Arguments, SchemaType? Returns) : SchemaEntity(Name)
{
    /// <summary>Whether it may be executed out of band.</summary>
    public bool AllowOob { get; init; }

    /// <summary>Whether it may be executed before the machine is built.</summary>
    public bool AllowPreconfig { get; init; }

    /// <summary>Whether a success is answered at all.</summary>
    public bool SuccessResponse { get; init; } = true;

    /// <summary>Whether its arguments are exactly the declared ones; false where it takes further ones (device_add).</summary>
    public bool ClosedArguments { get; init; } = true;
}

/// <summary>An event.</summary>
/// <param name="Name">The name.</param>
/// <param name="Data">What comes with it; <see cref="ObjectType.Empty"/> for nothing.</param>
public sealed record SchemaEvent(string Name, ObjectType Data) : SchemaEntity(Name);

/// <summary>A resolved schema: commands, events and the types they use, in the order of their definition.</summary>
public sealed class Schema
{
    private readonly Dictionary<string, SchemaCommand> _commands;
    private readonly Dictionary<string, SchemaEvent> _events;
    private readonly Dictionary<string, SchemaType> _types;

    /// <summary>A schema of these definitions. Names are unique among each of the three kinds.</summary>
    /// <exception cref="ArgumentException">A name is defined twice.</exception>
    public Schema(IReadOnlyList<SchemaEntity> entities, IReadOnlyList<SchemaType> types)
    {
        ArgumentNullException.ThrowIfNull(entities);
        Entities = entities;
        Types = types;
        Commands = [.. entities.OfType<SchemaCommand>()];
        Events = [.. entities.OfType<SchemaEvent>()];
        _commands = Commands.ToDictionary(static c => c.Name, StringComparer.Ordinal);
        _events = Events.ToDictionary(static e => e.Name, StringComparer.Ordinal);
        _types = types.ToDictionary(static t => t.Name, StringComparer.Ordinal);
    }

    /// <summary>Commands and events, in the order of their definition.</summary>
    public IReadOnlyList<SchemaEntity> Entities { get; }

    /// <summary>The commands, in order.</summary>
    public IReadOnlyList<SchemaCommand> Commands { get; }

    /// <summary>The events, in order.</summary>
    public IReadOnlyList<SchemaEvent> Events { get; }

    /// <summary>The defined types, in order; built-in and array types are not listed.</summary>
    public IReadOnlyList<SchemaType> Types { get; }

    /// <summary>The command of that name, or null.</summary>
    public SchemaCommand? Command(string name) => _commands.GetValueOrDefault(name);

    /// <summary>The event of that name, or null.</summary>
    public SchemaEvent? Event(string name) => _events.GetValueOrDefault(name);

    /// <summary>The type of that name, built-in ones included, or null.</summary>
    public SchemaType? Type(string name) => _types.GetValueOrDefault(name) ?? BuiltinType.Find(name);

    /// <summary>The object type of that name.</summary>
    /// <exception cref="ArgumentException">There is none: the schema and the code that reads it have come apart.</exception>
    public ObjectType Object(string name) =>
        Type(name) as ObjectType ?? throw new ArgumentException($"the schema defines no object type '{name}'", nameof(name));
}
