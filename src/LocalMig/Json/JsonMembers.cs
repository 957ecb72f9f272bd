using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LocalMig.Json;

/// <summary>The members of a JSON object: unique names, in the order they were given.</summary>
public sealed class JsonMembers : IReadOnlyList<(string Name, JsonValue Value)>, IEquatable<JsonMembers>
{
    // Most objects of the protocol have a handful of members: a scan beats a table there.
    private const int IndexedFrom = 12;

    private readonly (string Name, JsonValue Value)[] _members;
    private readonly Dictionary<string, int>? _index;

    /// <summary>Takes the members in this order.</summary>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public JsonMembers(IEnumerable<(string Name, JsonValue Value)> members)
    {
        _members = [.. members];
        if (_members.Length >= IndexedFrom)
        {
            _index = new Dictionary<string, int>(_members.Length, StringComparer.Ordinal);
            for (int i = 0; i < _members.Length; i++)
                _index.Add(_members[i].Name, i);
            return;
        }

        for (int i = 0; i < _members.Length; i++)
        {
            if (IndexOf(_members[i].Name) != i)
                throw new ArgumentException($"member '{_members[i].Name}' stands twice", nameof(members));
        }
    }

    // For whoever has found out already that the names are unique, and gives the array away.
    private JsonMembers((string Name, JsonValue Value)[] members, bool _)
    {
        _members = members;
        if (members.Length < IndexedFrom)
            return;
        _index = new Dictionary<string, int>(members.Length, StringComparer.Ordinal);
        for (int i = 0; i < members.Length; i++)
            _index[members[i].Name] = i;
    }

    internal static JsonMembers Unique((string Name, JsonValue Value)[] members) => new(members, true);

    /// <summary>No members.</summary>
    public static JsonMembers Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _members.Length;

    /// <inheritdoc/>
    public (string Name, JsonValue Value) this[int index] => _members[index];

    /// <summary>Gives the value of a member.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out JsonValue? value)
    {
        int i = IndexOf(name);
        value = i < 0 ? null : _members[i].Value;
        return value is not null;
    }

    /// <inheritdoc/>
    public bool Equals(JsonMembers? other)
    {
        if (other is null || other.Count != Count)
            return false;
        foreach ((string name, JsonValue value) in _members)
        {
            if (!other.TryGet(name, out JsonValue? theirs) || !value.Equals(theirs))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JsonMembers);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <inheritdoc/>
    public IEnumerator<(string Name, JsonValue Value)> GetEnumerator() => ((IEnumerable<(string Name, JsonValue Value)>)_members).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string name)
    {
        if (_index is not null)
            return _index.TryGetValue(name, out int found) ? found : -1;
        for (int i = 0; i < _members.Length; i++)
        {
            if (string.Equals(_members[i].Name, name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
