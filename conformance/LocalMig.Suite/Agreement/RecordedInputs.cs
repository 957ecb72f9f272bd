using System.Globalization;
using System.Text;
using LocalMig.Qmp;

namespace LocalMig.Suite.Agreement;

/// <summary>The inputs that the recorder shortened, made again from what the heading above them says.</summary>
internal static class RecordedInputs
{
    private const string WithId = "{\"execute\":\"query-status\",\"id\":";

    public static ReadOnlyMemory<byte>? Complete(TranscriptLine line, string heading)
    {
        int[] numbers = [.. heading.Split(' ', ';', '=').Select(static w => int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : -1).Where(static n => n >= 0)];
        string? text = heading switch
        {
            _ when line.Text == WithId + "\"" => WithId + "\"" + new string('x', numbers[0]),
            _ when line.FullLength is null => null,
            _ when heading.StartsWith("object holding ", StringComparison.Ordinal) => $"{WithId}{Nested(numbers[0])}}}\n",
            _ when heading.EndsWith(" nested arrays at top level", StringComparison.Ordinal) => Nested(numbers[0]) + "\n",
            _ when heading.EndsWith(" opening brackets only", StringComparison.Ordinal) => new string('[', numbers[0]),
            _ when heading.EndsWith(" nested objects opened", StringComparison.Ordinal) => string.Concat(Enumerable.Repeat("{\"a\":", numbers[0])),
            _ when heading.StartsWith("message of about ", StringComparison.Ordinal) => Ones(line.FullLength.Value),
            _ when line.Text.StartsWith("{\"execute\":\"query-qmp-schema\",\"id\":0}", StringComparison.Ordinal) => Pipelined(),
            _ => null,
        };
        return text is null ? default(ReadOnlyMemory<byte>?) : Encoding.ASCII.GetBytes(text);
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static string Ones(long length)
    {
        string around = WithId + "[]}\n";
        return $"{WithId}[{string.Join(',', Enumerable.Repeat('1', (int)(length - around.Length + 1) / 2))}]}}\n";
    }

    private static string Pipelined() =>
        string.Concat(Enumerable.Range(0, 12).Select(static i => $"{{\"execute\":\"query-qmp-schema\",\"id\":{i}}}"))
        + "{\"exec-oob\":\"migrate-pause\",\"id\":\"oob\"}\n";
}
