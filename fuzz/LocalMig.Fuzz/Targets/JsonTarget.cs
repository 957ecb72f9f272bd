using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>QMP's JSON dialect, in both behaviours.</summary>
public sealed class JsonTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override string Name => "json";

    /// <inheritdoc/>
    public override string Summary => "QMP's JSON in both behaviours: the same messages in both, however split; written and read back; whole again after 0xFF";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } =
    [
        Accepted, JsonOutcomes.Unfinished, .. JsonOutcomes.Rules.Select(static rule => rule.Code),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Json/"];

    /// <inheritdoc/>
    public override int MaximumLength => 2200;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(
        "{", "}", "[", "]", ":", ",", "\"", "'", "true", "false", "null", "\\u0041", "\\ud83d\\ude00", "\\u0000", "\\n", "\\/", "\\ud800",
        "-0", "1e400", "0.5", "9223372036854775807", "18446744073709551615", "-9223372036854775808", "1E-5", "\"a\": ", "{}", "[]",
        "\u00e9", "\u20ac");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new Mutators.JsonMutator();

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) => SeedInputs.SentLines(fixtures).Concat(
        Words.Of("[1, -2, 3.5, 1e3, \"x\\u00e9\\ud83d\\ude00\", null, true, false, {}]", "{'a': ['b']}", "\"\\\"\\/\\b\\f\\n\\r\\t\\'\"", "18446744073709551615 0", "{\"a\": {\"b\": [[], 0.1]}}"));

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        // One behaviour at a time: both together are for Examine, and half as many inputs a second.
        JsonDigest read = Read(input, (input.Length & 1) == 0 ? QemuGeneration.Qemu11 : QemuGeneration.Qemu7);
        Check(read.LastOffset <= input.Length, "an error lies inside the input");
        return read.FirstError?.Code ?? (read.Whole ? Accepted : JsonOutcomes.Unfinished);
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        JsonDigest eleven = Read(input, QemuGeneration.Qemu11);
        JsonDigest seven = Read(input, QemuGeneration.Qemu7);
        // Where a limit is met, the one skips up to the end of the message and the other begins anew at once. And what is wrong with a
        // message shows only at its end in the one that collects.
        bool limited = eleven.IsLimited || seven.IsLimited;
        Check(limited || (eleven.Messages == seven.Messages && eleven.Completed == seven.Completed), "both behaviours read the same messages");
        Check((eleven.FirstError is null) == (seven.FirstError is null) || !seven.Whole, "both behaviours find the same inputs wrong");
        foreach (QemuGeneration generation in (ReadOnlySpan<QemuGeneration>)[QemuGeneration.Qemu11, QemuGeneration.Qemu7])
        {
            JsonDigest whole = Read(input, generation);
            for (int step = 1; step <= 3; step++)
                Check(Read(input, generation, step).Events == whole.Events, "what is read does not depend on how it is split");
            IsWholeAgain(input, generation, Limits.Untrusted);
            // Limits that a small input meets.
            IsWholeAgain(input, generation, Limits.Untrusted with { JsonTokens = 6 });
            IsWholeAgain(input, generation, Limits.Untrusted with { JsonBytes = 12 });
        }

        WrittenAndReadBack(input);
    }

    private static JsonDigest Read(ReadOnlySpan<byte> input, QemuGeneration generation, int step = int.MaxValue)
    {
        var parser = new JsonParser(generation);
        var digest = new JsonDigest();
        while (input.Length > step)
        {
            parser.Feed(input[..step], ref digest);
            input = input[step..];
        }

        parser.Feed(input, ref digest);
        digest.Whole = parser.Finish(ref digest);
        return digest;
    }

    private static void IsWholeAgain(ReadOnlySpan<byte> input, QemuGeneration generation, Limits limits)
    {
        var parser = new JsonParser(generation, limits);
        var before = new JsonDigest();
        parser.Feed(input, ref before);
        parser.Feed([0xff], ref before);
        var after = new JsonDigest();
        parser.Feed("{\"a\": 1}"u8, ref after);
        Check(after is { Completed: 1, FirstError: null } && parser.IsIdle, "a good message after 0xFF is read");
    }

    private static void WrittenAndReadBack(ReadOnlySpan<byte> input)
    {
        if (!JsonText.Parse(input).TryGet(out JsonValue? value, out ParseError? error))
        {
            Check(error.Offset >= 0 && error.Offset <= input.Length, "an error lies inside the input");
            return;
        }

        if (HoldsInfinity(value))
            return; // "inf" is written, as QEMU does, and nobody reads it
        // As QEMU orders them, members of one bucket change places each time.
        Check(JsonText.Parse(JsonText.Write(value)).IsOk, "a value that is written as QEMU writes it is read", () => JsonText.Write(value));
        string written = JsonText.Write(value, JsonOrder.Plain);
        // A number with an exponent may be written without, and is then an integer: alike is what is written, not its kind.
        Check(JsonText.Parse(written).TryGet(out JsonValue? again, out _), "a value that is written is read back", () => written);
        Check(JsonText.Write(again!, JsonOrder.Plain) == written, "what is read back is written alike", () => written);
        JsonValue same = JsonText.Parse(written).Value;
        Check(Equals(again, same) && again!.GetHashCode() == same.GetHashCode() && !again.Equals(null), "the same text is the same value", () => written);
        if (again!.Kind == JsonKind.Object && again.Members.Count > 0)
            Check(!again.Equals(JsonValue.EmptyObject) && !again.Equals(JsonValue.Object(again.Members.Select(static member => (member.Name, JsonValue.Array(member.Value))))), "an object of other members is another value", () => written);
    }

    private static bool HoldsInfinity(JsonValue value) => value.Kind switch
    {
        JsonKind.Double => !double.IsFinite(value.AsDouble),
        JsonKind.Array => value.Items.Any(HoldsInfinity),
        JsonKind.Object => value.Members.Any(static member => HoldsInfinity(member.Value)),
        _ => false,
    };
}
