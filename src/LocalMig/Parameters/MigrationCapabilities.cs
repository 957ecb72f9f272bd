using System.Collections.Immutable;
using LocalMig.Json;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Parameters;

/// <summary>What else decides whether capabilities can be switched.</summary>
/// <param name="MigrationRunning">Whether this side has a migration under way; then nothing can be switched.</param>
/// <param name="IncomingStarted">Whether this side waits for, or receives, an incoming migration.</param>
/// <param name="Parameters">The parameters, some of whose values conflict with capabilities; null to leave that out.</param>
public sealed record CapabilityContext(bool MigrationRunning, bool IncomingStarted, MigrationParameters? Parameters = null);

/// <summary>The capabilities of one side of a migration: a value that is never changed and never contradicts itself.</summary>
public sealed class MigrationCapabilities : IEquatable<MigrationCapabilities>
{
    private readonly ObjectType _arguments;
    private readonly EnumType _names;
    private readonly ImmutableHashSet<string> _on;

    private MigrationCapabilities(QemuGeneration generation, ObjectType arguments, EnumType names, ImmutableHashSet<string> on)
    {
        Generation = generation;
        _arguments = arguments;
        _names = names;
        _on = on;
    }

    /// <summary>The generation whose capabilities and conflicts these are.</summary>
    public QemuGeneration Generation { get; }

    /// <summary>The names of all capabilities, in schema order.</summary>
    public IEnumerable<string> Names => _names.Values.Select(static v => v.Name);

    /// <summary>Whether a capability is on; false for one that does not exist.</summary>
    public bool this[string name] => _on.Contains(name);

    /// <summary>All capabilities off.</summary>
    public static MigrationCapabilities Defaults(QemuGeneration generation = QemuGeneration.Qemu11)
    {
        Schema schema = ProfileSchema.For(Profile.Proposal, generation);
        return new MigrationCapabilities(
            generation,
            schema.Command("migrate-set-capabilities")!.Arguments,
            (EnumType)schema.Type("MigrationCapability")!,
            ImmutableHashSet.Create<string>(StringComparer.Ordinal));
    }

    /// <summary>Switches capabilities: all of those given, or none. Of one that stands twice the last counts.</summary>
    /// <param name="list">The argument <c>capabilities</c>: a list of objects with <c>capability</c> and <c>state</c>.</param>
    /// <param name="context">What else decides.</param>
    /// <returns>The new capabilities, or the error QEMU gives.</returns>
    public Result<MigrationCapabilities, QmpError> Apply(JsonValue list, CapabilityContext context)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(context);
        if (ArgumentChecker.Check(_arguments, JsonValue.Object(("capabilities", list))) is { } wrong)
            return wrong;
        if (context.MigrationRunning)
            return QmpError.Generic(ParameterTexts.Running);
        ImmutableHashSet<string>.Builder on = _on.ToBuilder();
        foreach (JsonValue item in list.Items)
        {
            string name = item["capability"]!.AsString;
            if (item["state"]!.AsBoolean)
                on.Add(name);
            else
                on.Remove(name);
        }

        MigrationCapabilities result = new(Generation, _arguments, _names, on.ToImmutable());
        return CapabilityConflicts.First(this, result, context) is { } conflict ? QmpError.Generic(conflict) : result;
    }

    /// <summary>The answer of query-migrate-capabilities: every capability and its state, in schema order.</summary>
    public JsonValue ToQuery() =>
        JsonValue.Array([.. Names.Select(n => JsonValue.Object(("capability", n), ("state", this[n])))]);

    /// <inheritdoc/>
    public bool Equals(MigrationCapabilities? other) =>
        other is not null && other.Generation == Generation && _on.SetEquals(other._on);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MigrationCapabilities);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Generation, _on.Count);
}
