using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LocalMig.Json;

namespace LocalMig.Tests.Json;

/// <summary>Generators for values of the dialect and for input that is nearly of it.</summary>
public static class JsonArbitraries
{
    // Everything that begins, ends, breaks or forces something, so that short inputs meet every state of the lexer.
    private static readonly string[] Words =
    [
        "{", "}", "[", "]", ":", ",", " ", "\n", "\t", "\r\n", "\"", "'", "\\", "\\u", "\\u0041", "\\ud83d\\ude00", "\\ud800", "\\x41",
        "\"a\"", "'b'", "\"a\":1", "\"a\":1,\"a\":2", "{\"a\":[1,2,{\"b\":null}]}", "{'c':true}", "true", "false", "null", "nul", "x",
        "0", "01", "-", "-1", "12", "1.5", "1.", "1e5", "1e", "1E+7", "-0", "18446744073709551615", "99999999999999999999", "\u00e9", "\ud83d\ude00",
        "{\"execute\":\"query-status\",\"id\":", "@", "#", "NaN", "%d", "/",
    ];

    /// <summary>The pieces as bytes.</summary>
    internal static IReadOnlyList<byte[]> Pieces { get; } = [.. Words.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[] Oddities = [0, 1, 0x1F, 0x7F, 0x80, 0xC0, 0xC3, 0xE0, 0xED, 0xEF, 0xF4, 0xF8, 0xFD, 0xFE, 0xFF];

    public static Arbitrary<JsonValue> Values() => Arb.From(Gen.Sized(Value), Shrink);

    public static Arbitrary<NearJson> Inputs()
    {
        Gen<byte[]> piece = Gen.Frequency(
            (12, Gen.Elements<byte[]>(Pieces)),
            (2, Gen.Elements(Oddities).Select(static b => new[] { b })),
            (1, Gen.Choose(0, 255).Select(static b => new[] { (byte)b })));
        return Arb.From(
            piece.ListOf().Select(static list => new NearJson([.. list.SelectMany(static p => p)])),
            static input => Enumerable.Range(0, input.Bytes.Length).Select(i => new NearJson([.. input.Bytes[..i], .. input.Bytes[(i + 1)..]])));
    }

    private static Gen<JsonValue> Value(int size)
    {
        Gen<JsonValue> scalar = Gen.Frequency(
            (1, Gen.Constant(JsonValue.Null)),
            (1, Gen.Elements<JsonValue>(JsonValue.True, JsonValue.False)),
            (2, ArbMap.Default.GeneratorFor<long>().Select(static n => (JsonValue)n)),
            (1, ArbMap.Default.GeneratorFor<ulong>().Select(static n => JsonValue.From(ulong.MaxValue - n))),
            (2, ArbMap.Default.GeneratorFor<double>().Where(static d => !double.IsNaN(d) && Math.Floor(d) != d).Select(JsonValue.From)),
            (3, Text().Select(static s => (JsonValue)s)));
        if (size < 2)
            return scalar;
        Gen<JsonValue> part = Value(size / 3);
        return Gen.Frequency(
            (3, scalar),
            (1, part.ListOf().Select(static items => JsonValue.Array([.. items]))),
            (1, Text().Zip(part).ListOf().Select(static members => JsonValue.Object(members.DistinctBy(static m => m.Item1).Select(static m => (m.Item1, m.Item2))))));
    }

    private static Gen<string> Text() => Gen.Frequency(
        (3, Gen.Choose(0x20, 0x7E)), (1, Gen.Choose(0, 0x1F)), (1, Gen.Choose(0x7F, 0xFFFF)), (1, Gen.Choose(0x1_0000, 0x10_FFFF)))
        .Where(ModifiedUtf8.IsCharacter)
        .ListOf()
        .Select(static points => string.Concat(points.Select(char.ConvertFromUtf32)));

    private static IEnumerable<JsonValue> Shrink(JsonValue value) => value.Kind switch
    {
        JsonKind.Array => [.. value.Items, .. value.Items.Select((_, i) => JsonValue.Array([.. value.Items.Where((_, j) => i != j)]))],
        JsonKind.Object => [.. value.Members.Select(static m => m.Value), .. value.Members.Select(m => JsonValue.Object(value.Members.Where(o => o.Name != m.Name)))],
        JsonKind.String when value.AsString.Length > 0 => [""],
        _ => [],
    };
}

/// <summary>Bytes that look like the dialect from afar.</summary>
public sealed record NearJson(byte[] Bytes)
{
    public override string ToString() => string.Concat(Bytes.Select(static b => b is >= 0x20 and < 0x7F and not (byte)'\\' ? ((char)b).ToString() : $"\\x{b:x2}"));
}
