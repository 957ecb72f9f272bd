using System.Collections.Frozen;
using LocalMig.Json;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Parameters;

/// <summary>The parameters of one side of a migration: a value that is never changed and always in range
/// (specification, section 2).</summary>
/// <remarks>Which parameters there are is told by the schema of the profile and the generation; integers are kept as 64 bits
/// without a sign, null is kept as the empty string, both as QEMU shows them.</remarks>
public sealed class MigrationParameters : IEquatable<MigrationParameters>
{
    /// <summary>The name of the parameter that this project is about.</summary>
    public const string LocalName = "local";

    private readonly FrozenDictionary<string, JsonValue> _values;
    private readonly ObjectType _type;

    private MigrationParameters(Profile profile, QemuGeneration generation, ObjectType type, FrozenDictionary<string, JsonValue> values)
    {
        Profile = profile;
        Generation = generation;
        _type = type;
        _values = values;
    }

    /// <summary>The profile whose schema says which parameters there are.</summary>
    public Profile Profile { get; }

    /// <summary>The generation whose parameters, ranges and texts these are.</summary>
    public QemuGeneration Generation { get; }

    /// <summary>Whether local migration is on.</summary>
    public bool Local => this[LocalName]?.AsBoolean ?? false;

    /// <summary>The mode: normal, cpr-reboot, cpr-transfer or cpr-exec. A generation without the parameter is always in mode normal.</summary>
    public string Mode => this["mode"]?.AsString ?? "normal";

    /// <summary>The id of the TLS credentials; empty where TLS is not used.</summary>
    public string TlsCreds => _values["tls-creds"].AsString;

    /// <summary>Whether the channels are encrypted.</summary>
    public bool UsesTls => TlsCreds.Length > 0;

    /// <summary>Whether memory is compressed on the multifd channels.</summary>
    public bool CompressesMultifd => _values["multifd-compression"].AsString != "none";

    /// <summary>The names of all parameters that have a value, in schema order.</summary>
    public IEnumerable<string> Names => _type.Members.Select(static m => m.Name).Where(_values.ContainsKey);

    /// <summary>The value of a parameter, or null where there is no such parameter or it was never set and has no default.</summary>
    public JsonValue? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>The parameters as they are before anyone sets one.</summary>
    public static MigrationParameters Defaults(Profile profile, QemuGeneration generation = QemuGeneration.Qemu11) =>
        Defaults(profile, generation, ProfileSchema.For(profile, generation));

    /// <summary>The same where the parameter <c>local</c> does not exist, as in a released QEMU.</summary>
    public static MigrationParameters Released(QemuGeneration generation) =>
        Defaults(Profile.Proposal, generation, ProfileSchema.Released(generation));

    private static MigrationParameters Defaults(Profile profile, QemuGeneration generation, Schema schema)
    {
        ObjectType type = schema.Object("MigrationParameters");
        FrozenDictionary<string, JsonValue> values = type.Members
            .Select(static m => (m.Name, Value: ParameterDefaults.Of(m.Name)))
            .Where(static v => v.Value is not null)
            .ToFrozenDictionary(static v => v.Name, static v => v.Value!, StringComparer.Ordinal);
        return new MigrationParameters(profile, generation, type, values);
    }

    /// <summary>Sets parameters: all of those given, or none.</summary>
    /// <param name="update">An object; each member is a parameter and its new value.</param>
    /// <param name="capabilities">The capabilities in force, with which some values conflict; null to leave that out.</param>
    /// <returns>The new parameters, or the error QEMU gives: types in schema order, then unknown members, then ranges.</returns>
    public Result<MigrationParameters, QmpError> Apply(JsonValue update, MigrationCapabilities? capabilities = null)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (ArgumentChecker.Check(_type, update) is { } wrong)
            return wrong;
        Dictionary<string, JsonValue> merged = new(_values, StringComparer.Ordinal);
        foreach ((string name, JsonValue value) in update.Members.Where(m => !ParameterRange.IsForgotten(m.Name, Generation)))
            merged[name] = Normal(value);
        MigrationParameters result = new(Profile, Generation, _type, merged.ToFrozenDictionary(StringComparer.Ordinal));
        return ParameterCheck.Check(result, capabilities) is { } refused ? refused : result;
    }

    /// <summary>The answer of query-migrate-parameters: every parameter that has a value, in schema order.</summary>
    public JsonValue ToQuery() => JsonValue.Object(Names.Select(n => (n, _values[n])));

    /// <inheritdoc/>
    public bool Equals(MigrationParameters? other) =>
        other is not null && other.Profile == Profile && other.Generation == Generation && ToQuery().Equals(other.ToQuery());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MigrationParameters);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Profile, Generation, Local, Mode, TlsCreds);

    // Numbers are unsigned in every parameter, so -1 is kept as what it is read as; a null string is shown as an empty one.
    private static JsonValue Normal(JsonValue value) => value.Kind switch
    {
        JsonKind.Int64 => JsonValue.From(value.AsUInt64),
        JsonKind.Null => "",
        _ => value,
    };
}
