using System.Runtime.CompilerServices;

namespace LocalMig.Json;

/// <summary>The grammar: one step for each token, with a stack of what is open.</summary>
public sealed partial class JsonParser
{
    private enum Expectation : byte
    {
        Value,
        ValueOrEnd,
        Key,
        KeyOrEnd,
        Colon,
        NextInObject,
        NextInArray,
        End,
    }

    private struct Frame
    {
        public bool IsObject;

        // The name of the member being read stood before in this object.
        public bool IsDuplicate;

        // QEMU 7 reads any value where a name must stand, and is displeased afterwards.
        public bool IsName;
        public JsonKeySet.Mark Names;
    }

    private readonly JsonKeySet _keys = new();
    private Frame[] _frames = new Frame[16];
    private int _depth;
    private Expectation _expects;

    private void BeginGrammar()
    {
        _expects = Expectation.Value;
        _depth = 0;
        _keys.Clear();
    }

    private JsonFault Step<TSink>(JsonTokenKind kind, ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        switch (_expects)
        {
            case Expectation.Key:
            case Expectation.KeyOrEnd:
                if (kind is JsonTokenKind.PlainString or JsonTokenKind.String)
                    return Name(kind, text, ref sink);
                if (kind == JsonTokenKind.EndObject && _expects == Expectation.KeyOrEnd)
                    return Close(ref sink);
                return _defers ? OtherName(kind, text, ref sink) : JsonFault.Key;

            case Expectation.Colon:
                if (kind != JsonTokenKind.Colon)
                    return JsonFault.Colon;
                _expects = Expectation.Value;
                return JsonFault.None;

            case Expectation.NextInObject:
                if (kind == JsonTokenKind.Comma)
                {
                    _expects = Expectation.Key;
                    return JsonFault.None;
                }

                return kind == JsonTokenKind.EndObject ? Close(ref sink) : JsonFault.SeparatorInObject;

            case Expectation.NextInArray:
                if (kind == JsonTokenKind.Comma)
                {
                    _expects = Expectation.Value;
                    return JsonFault.None;
                }

                return kind == JsonTokenKind.EndArray ? Close(ref sink) : JsonFault.SeparatorInArray;

            default:
                return Value(kind, text, ref sink);
        }
    }

    private JsonFault Value<TSink>(JsonTokenKind kind, ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        switch (kind)
        {
            case JsonTokenKind.PlainString:
                sink.String(text[1..^1]);
                return AfterValue();
            case JsonTokenKind.String:
                JsonFault fault = Decode(text, out ReadOnlySpan<byte> content);
                if (fault != JsonFault.None)
                    return fault;
                sink.String(content);
                return AfterValue();
            case JsonTokenKind.BeginObject:
                sink.BeginObject();
                Open(isObject: true);
                return JsonFault.None;
            case JsonTokenKind.BeginArray:
                sink.BeginArray();
                Open(isObject: false);
                return JsonFault.None;
            case JsonTokenKind.EndArray when _expects == Expectation.ValueOrEnd:
                return Close(ref sink);
            case JsonTokenKind.Integer:
                TellInteger(text, ref sink);
                return AfterValue();
            case JsonTokenKind.Float:
                sink.Double(JsonNumber.ToDouble(text));
                return AfterValue();
            case JsonTokenKind.Keyword:
                return TellKeyword(text, ref sink) ? AfterValue() : JsonFault.Keyword;
            default:
                return JsonFault.Value;
        }
    }

    private JsonFault Name<TSink>(JsonTokenKind kind, ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        ReadOnlySpan<byte> name = text[1..^1];
        if (kind == JsonTokenKind.String)
        {
            JsonFault fault = Decode(text, out name);
            if (fault != JsonFault.None)
                return fault;
        }

        TellName(name, ref sink);
        return JsonFault.None;
    }

    private void TellName<TSink>(ReadOnlySpan<byte> name, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        ref Frame frame = ref _frames[_depth - 1];
        if (!_keys.Add(frame.Names, name))
        {
            frame.IsDuplicate = true;
            _isOrdinary = false;
        }

        sink.Key(name);
        _expects = Expectation.Colon;
    }

    private JsonFault OtherName<TSink>(JsonTokenKind kind, ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        if (kind is JsonTokenKind.BeginObject or JsonTokenKind.BeginArray)
        {
            Value(kind, text, ref sink);
            _frames[_depth - 1].IsName = true;
            _isOrdinary = false;
            return JsonFault.None;
        }

        if (kind == JsonTokenKind.Keyword)
            return JsonNumber.IsKeyword(text) ? JsonFault.KeyIsNoString : JsonFault.Keyword;
        return kind is JsonTokenKind.Integer or JsonTokenKind.Float ? JsonFault.KeyIsNoString : JsonFault.Value;
    }

    private void Open(bool isObject)
    {
        if (_depth == _frames.Length)
            Array.Resize(ref _frames, _depth * 2);
        ref Frame frame = ref _frames[_depth++];
        frame.IsObject = isObject;
        frame.IsDuplicate = false;
        frame.IsName = false;
        if (isObject)
            frame.Names = _keys.Begin();
        _expects = isObject ? Expectation.KeyOrEnd : Expectation.ValueOrEnd;
    }

    private JsonFault Close<TSink>(ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        ref Frame frame = ref _frames[--_depth];
        if (frame.IsObject)
        {
            _keys.End(frame.Names);
            sink.EndObject();
        }
        else
        {
            sink.EndArray();
        }

        return frame.IsName ? JsonFault.KeyIsNoString : AfterValue();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private JsonFault AfterValue()
    {
        if (_depth == 0)
        {
            _expects = Expectation.End;
            return JsonFault.None;
        }

        ref Frame frame = ref _frames[_depth - 1];
        if (!frame.IsObject)
        {
            _expects = Expectation.NextInArray;
            return JsonFault.None;
        }

        _expects = Expectation.NextInObject;
        return frame.IsDuplicate ? JsonFault.Duplicate : JsonFault.None;
    }

    private static void TellInteger<TSink>(ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        if (JsonNumber.TryInt64(text, out long signed))
            sink.Integer(signed);
        else if (JsonNumber.TryUInt64(text, out ulong unsigned))
            sink.Unsigned(unsigned);
        else
            sink.Double(JsonNumber.ToDouble(text));
    }

    private static bool TellKeyword<TSink>(ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        if (text.SequenceEqual("null"u8))
            sink.Null();
        else if (text.SequenceEqual("true"u8))
            sink.Boolean(true);
        else if (text.SequenceEqual("false"u8))
            sink.Boolean(false);
        else
            return false;
        return true;
    }
}
