using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Tests.Json;

[Properties(Arbitrary = [typeof(JsonArbitraries)])]
public sealed class JsonParserTests
{
    [Property(MaxTest = 400)]
    public void Any_split_of_any_input_gives_the_same_events(NearJson input, bool qemu7)
    {
        QemuGeneration generation = qemu7 ? QemuGeneration.Qemu7 : QemuGeneration.Qemu11;
        List<JsonEvent> whole = Read(generation, [input.Bytes]);
        Assert.Equal(whole, Read(generation, input.Bytes.Select(static b => new[] { b })));
        for (int cut = 1; cut < input.Bytes.Length; cut++)
            Assert.Equal(whole, Read(generation, [input.Bytes[..cut], input.Bytes[cut..]]));
    }

    [Property(MaxTest = 1000)]
    public void After_any_input_0xFF_and_a_command_give_that_command(NearJson input, bool qemu7)
    {
        byte[] command = "{\"execute\":\"query-status\",\"id\":7}"u8.ToArray();
        List<JsonEvent> events = Read(qemu7 ? QemuGeneration.Qemu7 : QemuGeneration.Qemu11, [input.Bytes, [0xFF], command]);
        Assert.Equal(JsonValue.Object(("id", 7), ("execute", "query-status")), events[^1].Value);
    }

    [Property(MaxTest = 1000)]
    public void Both_generations_accept_the_same_documents(NearJson input)
    {
        // They differ in when and how they complain; on one whole message that either accepts they agree.
        List<JsonEvent> eleven = Read(QemuGeneration.Qemu11, [input.Bytes, "\n"u8.ToArray()]);
        List<JsonEvent> seven = Read(QemuGeneration.Qemu7, [input.Bytes, "\n"u8.ToArray()]);
        if (eleven.Concat(seven).All(static e => e.Error is null))
            Assert.Equal(eleven, seven);
        else if (eleven.All(static e => e.Error is null))
            Assert.Fail("QEMU 7 found an error that QEMU 11 did not");
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":{\"a\":1},\"a\":[2]}", "1:27: JSON parse error, duplicate key", "json.duplicate", 25)]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "1:17: JSON parse error, duplicate key", "json.duplicate", 16)]
    [InlineData("\n\n [1 2]", "3:5: JSON parse error, expected ',' or ']'", "json.separator", 6)]
    [InlineData("[\"\\ud83d\\u0041\"]", "1:2: JSON parse error, \\ud83d is not a valid Unicode character", "json.unicode", 1)]
    [InlineData("[\"\\uFFFE\"]", "1:2: JSON parse error, \\uFFFE is not a valid Unicode character", "json.unicode", 1)]
    [InlineData("truely ", "1:1: JSON parse error, invalid keyword 'truely'", "json.keyword", 0)]
    [InlineData("[0e0]", "1:4: JSON parse error, expected ',' or ']'", "json.separator", 2)]
    [InlineData("[-0E1]", "1:5: JSON parse error, stray 'E'", "json.stray", 3)]
    [InlineData("[1_]", "1:4: JSON parse error, stray '_'", "json.stray", 2)]
    public void An_error_has_its_rule_its_place_and_the_text_of_QEMU(string input, string text, string rule, long offset)
    {
        JsonError error = Read(QemuGeneration.Qemu11, [Encoding.UTF8.GetBytes(input)])[0].Error!.Value;
        Assert.Equal((text, rule, offset), (error.Text, error.Rule.Code, error.Offset));
    }

    [Theory]
    [InlineData(QemuGeneration.Qemu11)]
    [InlineData(QemuGeneration.Qemu7)]
    public void Depth_1024_is_accepted_and_1025_is_not(QemuGeneration generation)
    {
        Assert.Null(Read(generation, [Nested(1024)])[0].Error);
        List<JsonEvent> events = Read(generation, [Nested(1025)]);
        Assert.Equal("JSON nesting depth limit exceeded", events[0].Error!.Value.Text);
        Assert.Equal(1024, events[0].Error!.Value.Offset);
        Assert.Equal(generation == QemuGeneration.Qemu11 ? 1 : 1026, events.Count);
    }

    [Fact]
    public void Limits_of_tokens_and_bytes_end_a_message_once()
    {
        Limits limits = Limits.Untrusted with { JsonTokens = 5, JsonBytes = 20 };
        Assert.Null(Read(QemuGeneration.Qemu11, ["[1,2]"u8.ToArray()], limits)[0].Error);
        Assert.Equal(["json.tokens"], Read(QemuGeneration.Qemu11, ["[1,2,3,4,5]"u8.ToArray()], limits).Select(static e => e.Error?.Rule.Code));
        Assert.Null(Read(QemuGeneration.Qemu11, ["[\"123456789012345\"]"u8.ToArray()], limits)[0].Error);
        Assert.Equal(["json.bytes"], Read(QemuGeneration.Qemu11, ["[\"1234567890123456\"]"u8.ToArray()], limits).Select(static e => e.Error?.Rule.Code));
    }

    [Fact]
    public void A_token_that_outgrows_the_limit_is_the_same_error_in_one_piece_and_in_many()
    {
        Limits limits = Limits.Untrusted with { JsonBytes = 20 };
        byte[] input = Encoding.ASCII.GetBytes("[\"" + new string('x', 100) + "\"] \n{\"a\":1}");
        List<JsonEvent> whole = Read(QemuGeneration.Qemu11, [input], limits);
        Assert.Equal("json.bytes", whole[0].Error?.Rule.Code);
        Assert.Equal(whole, Read(QemuGeneration.Qemu11, input.Chunk(1), limits));
        Assert.Equal(whole, Read(QemuGeneration.Qemu11, input.Chunk(21), limits));
    }

    [Fact]
    public void Names_of_big_nested_objects_are_told_apart()
    {
        string Big(int depth) => "{" + string.Join(",", Enumerable.Range(0, 40).Select(i => $"\"a-rather-long-name-{i}\":{(i == 20 && depth > 0 ? Big(depth - 1) : "1")}")) + "}";
        Assert.Null(Read(QemuGeneration.Qemu11, [Encoding.ASCII.GetBytes(Big(8))])[0].Error);
        string doubled = Big(8)[..^1] + ",\"a-rather-long-name-3\":2}";
        Assert.Equal("json.duplicate", Read(QemuGeneration.Qemu11, [Encoding.ASCII.GetBytes(doubled)])[0].Error?.Rule.Code);
    }

    [Fact]
    public void Reading_small_commands_allocates_nothing_once_the_buffers_have_grown()
    {
        byte[] command = "{\"execute\":\"query-status\",\"arguments\":{\"caf\\u00e9\":[1,-2,3.5,true,null,\"\u00e9\"]}}\n"u8.ToArray();
        var parser = new JsonParser();
        var sink = default(CountingSink);
        for (int i = 0; i < 1000; i++)
            parser.Feed(command, ref sink);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            parser.Feed(command, ref sink);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100);
        Assert.Equal((2000, 0), (sink.Messages, sink.Failures));
    }

    [Theory]
    [InlineData("\"", "x")]
    [InlineData("", "1")]
    [InlineData("", "[")]
    [InlineData("", "{\"a\":")]
    [InlineData("[", "1,")]
    [InlineData("", "\xFF")]
    [InlineData("{\"a\" 1 ", "[")]
    public void What_never_ends_takes_no_more_memory_than_a_message_may(string start, string again)
    {
        Limits limits = Limits.Untrusted with { JsonBytes = 1 << 16, JsonTokens = 1 << 12 };
        byte[] chunk = [.. Enumerable.Repeat(Encoding.Latin1.GetBytes(again), (1 << 14) / again.Length).SelectMany(static b => b)];
        foreach (QemuGeneration generation in Enum.GetValues<QemuGeneration>())
        {
            var parser = new JsonParser(generation, limits);
            var sink = default(CountingSink);
            long before = GC.GetAllocatedBytesForCurrentThread();
            parser.Feed(Encoding.Latin1.GetBytes(start), ref sink);
            for (int i = 0; i < 20; i++)
                parser.Feed(chunk, ref sink);
            // An error is a text of its own; whoever gets it may forget it.
            const int PerError = 500;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before - (sink.Failures * PerError), long.MinValue, 1 << 20);
        }
    }

    private static byte[] Nested(int depth) => [.. Enumerable.Repeat((byte)'[', depth), .. Enumerable.Repeat((byte)']', depth)];

    private static List<JsonEvent> Read(QemuGeneration generation, IEnumerable<byte[]> chunks, Limits? limits = null)
    {
        var parser = new JsonParser(generation, limits);
        var builder = new JsonValueBuilder();
        foreach (byte[] chunk in chunks)
            parser.Feed(chunk, ref builder);
        return [.. builder.Events];
    }

    [StructLayout(LayoutKind.Auto)]
    private struct CountingSink : IJsonSink
    {
        public int Messages;

        public long Failures;

        public void BeginArray() { }

        public void BeginObject() { }

        public void Boolean(bool value) { }

        public void Complete(long end) => Messages++;

        public void Double(double value) { }

        public void EndArray() { }

        public void EndObject() { }

        public void Fail(in JsonError error) => Failures++;

        public void Integer(long value) { }

        public void Key(ReadOnlySpan<byte> utf8) { }

        public void Null() { }

        public void String(ReadOnlySpan<byte> utf8) { }

        public void Unsigned(ulong value) { }
    }
}
