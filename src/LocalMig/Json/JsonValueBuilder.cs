using System.Runtime.InteropServices;

namespace LocalMig.Json;

/// <summary>Builds values out of what a parser tells. Messages and errors come out in order, in <see cref="Events"/>.</summary>
public sealed class JsonValueBuilder : IJsonSink
{
    private readonly List<JsonValue> _values = [];
    private readonly List<string> _names = [];
    private readonly List<int> _starts = [];
    private readonly JsonNameCache _nameCache = new();
    private readonly JsonStringCache _stringCache = new();

    /// <summary>What was read and not taken yet. The reader takes from it as it likes.</summary>
    public Queue<JsonEvent> Events { get; } = new();

    /// <inheritdoc/>
    public void BeginObject() => Begin();

    /// <inheritdoc/>
    public void EndObject()
    {
        Span<JsonValue> values = End();
        Span<string> names = CollectionsMarshal.AsSpan(_names)[^values.Length..];
        if (values.Length == 0)
        {
            _values.Add(JsonValue.EmptyObject);
            return;
        }

        var members = new (string Name, JsonValue Value)[values.Length];
        for (int i = 0; i < members.Length; i++)
            members[i] = (names[i], values[i]);
        Drop(_values, members.Length);
        Drop(_names, members.Length);
        _values.Add(JsonValue.Object(JsonMembers.Unique(members)));
    }

    /// <inheritdoc/>
    public void BeginArray() => Begin();

    /// <inheritdoc/>
    public void EndArray()
    {
        JsonValue[] items = End().ToArray();
        Drop(_values, items.Length);
        _values.Add(JsonValue.Array(items));
    }

    /// <inheritdoc/>
    public void Key(ReadOnlySpan<byte> utf8) => _names.Add(_nameCache.Get(utf8));

    /// <inheritdoc/>
    public void String(ReadOnlySpan<byte> utf8) => _values.Add(_stringCache.Get(utf8));

    /// <inheritdoc/>
    public void Integer(long value) => _values.Add(value);

    /// <inheritdoc/>
    public void Unsigned(ulong value) => _values.Add(JsonValue.From(value));

    /// <inheritdoc/>
    public void Double(double value) => _values.Add(JsonValue.From(value));

    /// <inheritdoc/>
    public void Boolean(bool value) => _values.Add(value);

    /// <inheritdoc/>
    public void Null() => _values.Add(JsonValue.Null);

    /// <inheritdoc/>
    public void Complete(long end)
    {
        Events.Enqueue(new JsonEvent(_values[0], null, end));
        Reset();
    }

    /// <inheritdoc/>
    public void Fail(in JsonError error)
    {
        Events.Enqueue(new JsonEvent(null, error, error.Offset));
        Reset();
    }

    private void Begin() => _starts.Add(_values.Count);

    private Span<JsonValue> End()
    {
        Span<JsonValue> values = CollectionsMarshal.AsSpan(_values)[_starts[^1]..];
        Drop(_starts, 1);
        return values;
    }

    private static void Drop<T>(List<T> list, int count) => list.RemoveRange(list.Count - count, count);

    private void Reset()
    {
        _values.Clear();
        _names.Clear();
        _starts.Clear();
        const int Keep = 1 << 16;
        if (_values.Capacity > Keep)
            _values.Capacity = Keep;
        if (_names.Capacity > Keep)
            _names.Capacity = Keep;
    }

    // A value type of its own: the parser is compiled for it, and calls it without looking it up.
    internal readonly struct Sink(JsonValueBuilder builder) : IJsonSink
    {
        public void BeginObject() => builder.BeginObject();

        public void EndObject() => builder.EndObject();

        public void BeginArray() => builder.BeginArray();

        public void EndArray() => builder.EndArray();

        public void Key(ReadOnlySpan<byte> utf8) => builder.Key(utf8);

        public void String(ReadOnlySpan<byte> utf8) => builder.String(utf8);

        public void Integer(long value) => builder.Integer(value);

        public void Unsigned(ulong value) => builder.Unsigned(value);

        public void Double(double value) => builder.Double(value);

        public void Boolean(bool value) => builder.Boolean(value);

        public void Null() => builder.Null();

        public void Complete(long end) => builder.Complete(end);

        public void Fail(in JsonError error) => builder.Fail(error);
    }
}
