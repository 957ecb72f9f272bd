using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LocalMig.Json;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Json;

[Properties(Arbitrary = [typeof(JsonArbitraries)])]
public sealed class JsonTextTests
{
    [Property(MaxTest = 500)]
    public void What_is_written_is_read_back_equal(JsonValue value, bool plain)
    {
        string text = JsonText.Write(value, plain ? JsonOrder.Plain : JsonOrder.Qemu);
        Assert.Equal(value, JsonText.Parse(text).Value);
        Assert.All(text, static c => Assert.InRange(c, ' ', '~'));
    }

    [Property(MaxTest = 500)]
    public void What_is_written_another_reader_reads_as_the_same(JsonValue value) =>
        Assert.Equal(value, Fixture.Json(JsonText.Write(value)));

    [Property(MaxTest = 500)]
    public void What_another_writer_writes_is_read_as_the_same(JsonValue value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            WriteOther(writer, value);
        Assert.Equal(value, JsonText.Parse(stream.ToArray()).Value);
    }

    [Property(MaxTest = 2000)]
    public void A_document_that_both_readers_know_to_judge_they_judge_alike(NearJson input)
    {
        // Ours alone takes: single quotes, \', C0 80 and numbers beyond a double. Theirs alone takes: lone surrogates as
        // escapes, noncharacters, raw DEL is common to both; names that stand twice; an exponent right after a zero.
        byte[] bytes = input.Bytes;
        bool ours = JsonText.Parse(bytes).IsOk;
        bool theirs = TheirsAccepts(bytes);
        if (ours == theirs)
            return;
        string text = Encoding.Latin1.GetString(bytes);
        if (ours)
            Assert.True(text.Contains('\'', StringComparison.Ordinal) || text.Contains("\xC0\x80", StringComparison.Ordinal), input.ToString());
        else if (!text.Contains("0e", StringComparison.OrdinalIgnoreCase))
            Assert.Contains(JsonText.Parse(bytes).Error!.Code, new[] { "json.duplicate", "json.unicode", "json.utf8" });
    }

    [Property(MaxTest = 2000)]
    public void What_both_readers_take_they_take_for_the_same(NearJson input)
    {
        // What is no UTF-8 theirs looks at only when it is asked for the text.
        if (System.Text.Unicode.Utf8.IsValid(input.Bytes) && JsonText.Parse(input.Bytes).TryGet(out JsonValue? ours, out _) && Fixture.TryJson(Encoding.UTF8.GetString(input.Bytes)) is { } theirs)
            Assert.Equal(theirs, ours);
    }

    // All there are; the property above fails for any other.
    [Theory]
    [InlineData("'a'", true, "single quotes")]
    [InlineData("\"\\'\"", true, "an escaped single quote")]
    [InlineData("{\"a\":1,\"a\":2}", false, "a name that stands twice")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", false, "a name that stands twice, once in escapes")]
    [InlineData("\"\\ud800\"", false, "half a surrogate pair")]
    [InlineData("\"\\uffff\"", false, "a noncharacter, in escapes")]
    [InlineData("\"\xEF\xBF\xBF\"", false, "a noncharacter")]
    [InlineData("0e1", false, "an exponent right after a zero")]
    [InlineData("[-0E+1]", false, "an exponent right after a zero")]
    public void The_readers_differ_in_these(string latin1, bool ours, string what)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(latin1);
        Assert.True(JsonText.Parse(bytes).IsOk == ours, what);
        Assert.True(TheirsAccepts(bytes) != ours, what);
    }

    [Theory]
    [InlineData(0.1, "0.10000000000000001")]
    [InlineData(1.0, "1")]
    [InlineData(1e3, "1000")]
    [InlineData(1e22, "1e+22")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(1e17, "1e+17")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1.0000000000000001e-05")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(18446744073709551616.0, "1.8446744073709552e+19")]
    [InlineData(-9223372036854775809.0, "-9.2233720368547758e+18")]
    [InlineData(5e-324, "4.9406564584124654e-324")]
    [InlineData(double.PositiveInfinity, "1e999")]
    [InlineData(double.NegativeInfinity, "-1e999")]
    public void Doubles_are_written_with_seventeen_digits(double value, string text) => Assert.Equal(text, JsonText.Write(JsonValue.From(value)));

    [Theory]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("18446744073709551616", "1.8446744073709552e+19")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("-9223372036854775809", "-9.2233720368547758e+18")]
    [InlineData("-0", "0")]
    [InlineData("1e-400", "0")]
    [InlineData("1e400", "1e999")]
    public void Integers_try_signed_then_unsigned_then_double(string read, string written) => Assert.Equal(written, JsonText.Write(JsonText.Parse(read).Value));

    [Fact]
    public void Strings_are_written_in_ASCII() => Assert.Equal(
        "\"\\b\\f\\n\\r\\t\\\"\\\\/'\\u0000\\u001F\\u007F\\u00E9\\uD83D\\uDE00\\uFFFD\\uFFFD\"",
        JsonText.Write("\b\f\n\r\t\"\\/'\0\u001f\u007f\u00e9\ud83d\ude00\uffff\ud800"));

    [Theory]
    [InlineData("schemas/query-migrate-parameters-11.1.3.json")]
    [InlineData("schemas/query-migrate-parameters-7.2.22.json")]
    [InlineData("schemas/query-qmp-schema-11.1.3.json")]
    [InlineData("schemas/query-qmp-schema-7.2.22.json")]
    public void Members_are_written_in_the_order_of_QEMU(string fixture)
    {
        // Whatever order they are given in: names that share a bucket are the exception, and these documents have them in
        // the order they stand in the schema, so they are read reversed here.
        JsonValue recorded = JsonText.Parse(Fixture.Text(fixture)).Value;
        Assert.Equal(JsonText.Write(recorded, JsonOrder.Plain), JsonText.Write(Reversed(recorded)));
    }

    [Theory]
    [InlineData("""{"arg\u0000ues": 1, "ut": 2}""")]
    [InlineData("""{"a": 1, "a\u0000": 2}""")]
    [InlineData("""{"": 2, "\u0000": 3, "\u0000\u0000": 1}""")]
    public void A_zero_byte_in_a_name_counts_as_the_two_bytes_that_QEMU_holds_it_in(string order)
    {
        // The order that both versions of QEMU print.
        Assert.Equal(order, JsonText.Write(Reversed(JsonText.Parse(order).Value)));
        Assert.Equal(order, JsonText.Write(JsonText.Parse(order).Value));
    }

    [Theory]
    [InlineData("", "json.truncated", 0)]
    [InlineData("  ", "json.truncated", 2)]
    [InlineData("{\"a\":", "json.truncated", 5)]
    [InlineData("\"abc", "json.truncated", 4)]
    [InlineData("1 2", "json.trailing", 1)]
    [InlineData("{} x", "json.trailing", 2)]
    [InlineData("[1,]", "json.value", 3)]
    public void A_document_is_one_whole_value(string text, string rule, long offset)
    {
        LocalMig.Wire.ParseError error = JsonText.Parse(text).Error!;
        Assert.Equal((rule, offset), (error.Code, error.Offset));
    }

    [Fact]
    public void A_number_at_the_end_of_a_document_is_complete() => Assert.Equal(12L, JsonText.Parse(" 12").Value);

    private static JsonValue Reversed(JsonValue value) => value.Kind switch
    {
        JsonKind.Array => JsonValue.Array([.. value.Items.Select(Reversed)]),
        JsonKind.Object => JsonValue.Object(value.Members.Reverse().Select(static m => (m.Name, Reversed(m.Value)))),
        _ => value,
    };

    private static bool TheirsAccepts(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 1024 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void WriteOther(Utf8JsonWriter writer, JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Array:
                writer.WriteStartArray();
                foreach (JsonValue item in value.Items)
                    WriteOther(writer, item);
                writer.WriteEndArray();
                break;
            case JsonKind.Object:
                writer.WriteStartObject();
                foreach ((string name, JsonValue member) in value.Members)
                {
                    writer.WritePropertyName(name);
                    WriteOther(writer, member);
                }

                writer.WriteEndObject();
                break;
            case JsonKind.String:
                writer.WriteStringValue(value.AsString);
                break;
            case JsonKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean);
                break;
            case JsonKind.Null:
                writer.WriteNullValue();
                break;
            case JsonKind.Int64:
                writer.WriteNumberValue(value.AsInt64);
                break;
            case JsonKind.UInt64:
                writer.WriteNumberValue(value.AsUInt64);
                break;
            default:
                writer.WriteRawValue(value.AsDouble.ToString("E17", System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
