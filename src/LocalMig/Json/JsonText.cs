using System.Buffers;
using System.Text;
using LocalMig.Wire;

namespace LocalMig.Json;

/// <summary>Values to text and back.</summary>
public static class JsonText
{
    /// <summary>Writes a value as QEMU writes it: one line of ASCII, <c>", "</c> and <c>": "</c> between elements.</summary>
    /// <param name="value">The value.</param>
    /// <param name="order">The order of members.</param>
    public static string Write(JsonValue value, JsonOrder order = JsonOrder.Qemu)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(value, buffer, order);
        return Encoding.ASCII.GetString(buffer.WrittenSpan);
    }

    /// <inheritdoc cref="Write(JsonValue, JsonOrder)"/>
    /// <param name="target">Gets the bytes, without a line end.</param>
    /// <param name="value">The value.</param>
    /// <param name="order">The order of members.</param>
    public static void Write(JsonValue value, IBufferWriter<byte> target, JsonOrder order = JsonOrder.Qemu)
    {
        var writer = new JsonWriter(target, order);
        writer.Write(value);
        writer.Flush();
    }

    /// <summary>Reads a document: one value, with white space around it or none.</summary>
    /// <param name="utf8">The whole document.</param>
    /// <param name="limits">Depth, tokens and bytes; <see cref="Limits.Untrusted"/> where null.</param>
    /// <returns>The value, or the first error: one of <see cref="Errors"/>' <c>json.*</c>.</returns>
    public static Result<JsonValue, ParseError> Parse(ReadOnlySpan<byte> utf8, Limits? limits = null)
    {
        var parser = new JsonParser(QemuGeneration.Qemu11, limits);
        var builder = new JsonValueBuilder();
        parser.Feed(utf8, builder);
        bool whole = parser.Finish(builder);
        if (builder.Events.Count == 0)
            return ParseError.At(Errors.JsonTruncated, utf8.Length, "the input ends before a value is complete");

        JsonEvent first = builder.Events.Dequeue();
        if (first.Error is { } error)
            return error.ToParseError();
        if (builder.Events.Count > 0 || !whole)
            return ParseError.At(Errors.JsonTrailing, first.End, "something follows the value");
        return first.Value!;
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, Limits?)"/>
    /// <param name="text">The whole document.</param>
    /// <param name="limits">Depth, tokens and bytes; <see cref="Limits.Untrusted"/> where null.</param>
    public static Result<JsonValue, ParseError> Parse(string text, Limits? limits = null) => Parse(Encoding.UTF8.GetBytes(text), limits);
}
