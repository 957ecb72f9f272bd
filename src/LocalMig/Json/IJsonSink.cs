namespace LocalMig.Json;

/// <summary>What a <see cref="JsonParser"/> tells while it reads. A message is told in parts and is over with
/// <see cref="Complete"/>, or is dropped with <see cref="Fail"/>, also after parts of it were told.</summary>
/// <remarks>Spans are good for the duration of the call. Strings come decoded, as UTF-8; U+0000 is one zero byte.</remarks>
public interface IJsonSink
{
    /// <summary>A brace opened.</summary>
    void BeginObject();

    /// <summary>The object opened last is over.</summary>
    void EndObject();

    /// <summary>A bracket opened.</summary>
    void BeginArray();

    /// <summary>The array opened last is over.</summary>
    void EndArray();

    /// <summary>The name of the member whose value comes next.</summary>
    void Key(ReadOnlySpan<byte> utf8);

    /// <summary>A string.</summary>
    void String(ReadOnlySpan<byte> utf8);

    /// <summary>An integer that fits 64 bits with a sign.</summary>
    void Integer(long value);

    /// <summary>An integer above that which fits 64 bits without a sign.</summary>
    void Unsigned(ulong value);

    /// <summary>Any other number; infinite where it exceeds the range.</summary>
    void Double(double value);

    /// <summary>true or false.</summary>
    void Boolean(bool value);

    /// <summary>null.</summary>
    void Null();

    /// <summary>The message is over.</summary>
    /// <param name="end">Offset after its last byte, counted from the first byte the parser was given.</param>
    void Complete(long end);

    /// <summary>The message is dropped.</summary>
    void Fail(in JsonError error);
}
