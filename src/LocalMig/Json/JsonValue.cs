using System.Diagnostics.CodeAnalysis;

namespace LocalMig.Json;

/// <summary>What a <see cref="JsonValue"/> is.</summary>
public enum JsonKind
{
    /// <summary>null</summary>
    Null,

    /// <summary>true or false</summary>
    Boolean,

    /// <summary>An integer of 64 bits with a sign: what QEMU tries first.</summary>
    Int64,

    /// <summary>An integer above the signed range that fits 64 bits.</summary>
    UInt64,

    /// <summary>Any other number.</summary>
    Double,

    /// <summary>A string.</summary>
    String,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,
}

/// <summary>An immutable value of QMP's JSON dialect. Integers keep their 64 bits and are never turned into doubles.</summary>
public sealed class JsonValue : IEquatable<JsonValue>
{
    private readonly object? _reference;
    private readonly long _bits;

    private JsonValue(JsonKind kind, object? reference, long bits = 0)
    {
        Kind = kind;
        _reference = reference;
        _bits = bits;
    }

    /// <summary>The value null.</summary>
    public static JsonValue Null { get; } = new(JsonKind.Null, null);

    /// <summary>The value true.</summary>
    public static JsonValue True { get; } = new(JsonKind.Boolean, null, 1);

    /// <summary>The value false.</summary>
    public static JsonValue False { get; } = new(JsonKind.Boolean, null);

    /// <summary>The object without members.</summary>
    public static JsonValue EmptyObject { get; } = new(JsonKind.Object, JsonMembers.Empty);

    /// <summary>What this is.</summary>
    public JsonKind Kind { get; }

    /// <summary>A boolean.</summary>
    public static implicit operator JsonValue(bool value) => value ? True : False;

    /// <summary>A signed integer.</summary>
    public static implicit operator JsonValue(long value) => new(JsonKind.Int64, null, value);

    /// <summary>A string.</summary>
    public static implicit operator JsonValue(string value) => new(JsonKind.String, value);

    /// <summary>An unsigned integer: <see cref="JsonKind.Int64"/> where it fits, as QEMU reads it.</summary>
    public static JsonValue From(ulong value) => new(value <= long.MaxValue ? JsonKind.Int64 : JsonKind.UInt64, null, (long)value);

    /// <summary>A number that is no integer token.</summary>
    public static JsonValue From(double value) => new(JsonKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>An array.</summary>
    public static JsonValue Array(params IReadOnlyList<JsonValue> items) => new(JsonKind.Array, items);

    /// <summary>An object whose members keep the order given.</summary>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public static JsonValue Object(params IEnumerable<(string Name, JsonValue Value)> members) => new(JsonKind.Object, new JsonMembers(members));

    /// <summary>An object of these members.</summary>
    internal static JsonValue Object(JsonMembers members) => new(JsonKind.Object, members);

    /// <summary>The boolean. Only for <see cref="JsonKind.Boolean"/>.</summary>
    public bool AsBoolean => Kind == JsonKind.Boolean ? _bits != 0 : throw Mismatch(JsonKind.Boolean);

    /// <summary>The signed integer. Only for <see cref="JsonKind.Int64"/>.</summary>
    public long AsInt64 => Kind == JsonKind.Int64 ? _bits : throw Mismatch(JsonKind.Int64);

    /// <summary>The integer's 64 bits without a sign, as QEMU reads a size: -1 is 2^64-1. For both integer kinds.</summary>
    public ulong AsUInt64 => Kind is JsonKind.Int64 or JsonKind.UInt64 ? (ulong)_bits : throw Mismatch(JsonKind.UInt64);

    /// <summary>The number as a double. For all three kinds of number.</summary>
    public double AsDouble => Kind switch
    {
        JsonKind.Int64 => _bits,
        JsonKind.UInt64 => (ulong)_bits,
        JsonKind.Double => BitConverter.Int64BitsToDouble(_bits),
        _ => throw Mismatch(JsonKind.Double),
    };

    /// <summary>The string. Only for <see cref="JsonKind.String"/>.</summary>
    public string AsString => Kind == JsonKind.String ? (string)_reference! : throw Mismatch(JsonKind.String);

    /// <summary>The items. Only for <see cref="JsonKind.Array"/>.</summary>
    public IReadOnlyList<JsonValue> Items => Kind == JsonKind.Array ? (IReadOnlyList<JsonValue>)_reference! : throw Mismatch(JsonKind.Array);

    /// <summary>The members, in the order they were given. Only for <see cref="JsonKind.Object"/>.</summary>
    public JsonMembers Members => Kind == JsonKind.Object ? (JsonMembers)_reference! : throw Mismatch(JsonKind.Object);

    /// <summary>A member of an object, or null where this is no object or has no such member.</summary>
    public JsonValue? this[string name] => Kind == JsonKind.Object && Members.TryGet(name, out JsonValue? value) ? value : null;

    /// <summary>Gives a member of an object.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out JsonValue? value)
    {
        value = this[name];
        return value is not null;
    }

    /// <inheritdoc/>
    /// <remarks>Objects are equal whatever the order of their members; 1 and 1.0 are different values, as they are different tokens.</remarks>
    public bool Equals(JsonValue? other)
    {
        if (other is null || other.Kind != Kind)
            return false;
        return Kind switch
        {
            JsonKind.String => string.Equals(AsString, other.AsString, StringComparison.Ordinal),
            JsonKind.Array => Items.SequenceEqual(other.Items),
            JsonKind.Object => Members.Equals(other.Members),
            _ => _bits == other._bits,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JsonValue);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        JsonKind.String => StringComparer.Ordinal.GetHashCode(AsString),
        JsonKind.Array => HashCode.Combine(Kind, Items.Count),
        JsonKind.Object => HashCode.Combine(Kind, Members.Count),
        _ => HashCode.Combine(Kind, _bits),
    };

    private InvalidOperationException Mismatch(JsonKind wanted) => new($"a JSON {Kind} was used as {wanted}");
}
