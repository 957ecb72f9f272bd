using System.Text;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Wire;

namespace LocalMig.Suite.Differential;

/// <summary>Conversations that a client might have with a monitor: negotiation in its right place or not, envelopes right and wrong, parameters and
/// capabilities with values near their ranges, and what stops and continues a machine.</summary>
public static class SessionInputs
{
    private const int MostSteps = 12;

    private static readonly string[] Envelopes =
    [
        """{"execute":"query-status"}""",
        """{"execute":"query-status","id":ID}""",
        """{"execute":"query-status","arguments":{"x":1},"id":ID}""",
        """{"execute":"query-name","arguments":null}""",
        """{"execute":"nosuch","id":ID}""",
        """{"execute":"Query-status"}""",
        """{"execute":"query_status"}""",
        """{"execute":"","id":ID}""",
        """{"execute":7,"bogus":1,"arguments":3}""",
        """{"id":ID}""",
        """[]""",
        """{"execute":"qmp_capabilities"}""",
        """{"execute":"qmp_capabilities","arguments":{}}""",
        """{"execute":"qmp_capabilities","arguments":{"enable":[]}}""",
        """{"execute":"qmp_capabilities","arguments":{"enable":["nope"]},"id":ID}""",
        """{"execute":"qmp_capabilities","arguments":{"enable":null}}""",
        """{"execute":"qmp_capabilities","arguments":{"enable":[1]}}""",
        """{"execute":"qmp_capabilities","arguments":{"bogus":1}}""",
        """{"exec-oob":"migrate-pause","id":ID}""",
        """{"exec-oob":"query-status","id":ID}""",
        """{"exec-oob":"nosuch"}""",
        """{"exec-oob":"migrate-recover","arguments":{"uri":"unix:/nonexistent/x"},"id":ID}""",
        """{"execute":"migrate-recover","arguments":{}}""",
        """{"exec-oob":"yank","arguments":{"instances":[{"type":"migration"}]},"id":ID}""",
        """{"execute":"yank","arguments":{"instances":ID}}""",
        """{"execute":"yank","arguments":{"instances":[{"type":"chardev","id":ID}]}}""",
        """{"execute":"query-migrate-parameters"}""",
        """{"execute":"query-migrate-capabilities"}""",
        """{"execute":"query-migrate"}""",
        """{"execute":"stop","id":ID}""",
        """{"execute":"cont","id":ID}""",
        """{"execute":"migrate_cancel"}""",
        """{"execute":"migrate-continue","arguments":{"state":"pre-switchover"}}""",
        """{"execute":"migrate-continue","arguments":{"state":"nope"}}""",
        """{"execute":"migrate-incoming","arguments":{"uri":"unix:/nonexistent/x"}}""",
        """{"execute":"closefd","arguments":{"fdname":"none"}}""",
        """{"execute":"getfd","arguments":{"fdname":"a"}}""",
        """{"execute":"getfd","arguments":{"fdname":"1"}}""",
    ];

    private static readonly string[] Values =
    [
        "0", "1", "2", "-1", "9", "10", "19", "20", "21", "99", "100", "101", "255", "256", "999", "1000", "1001", "4096", "65536", "100000", "100001", "2000000",
        "2000001", "4294967295", "4294967296", "1048576", "9223372036854775807", "18446744073709551615", "18446744073709551616", "1.0", "1e3", "\"1\"", "\"\"",
        "true", "false", "null", "[]", "{}", "\"none\"", "\"zlib\"", "\"zstd\"", "\"normal\"", "\"bogus\"", "\"legacy\"", "\"multifd\"", "[\"a\"]", "[1]", "[null]",
    ];

    /// <summary>As many as wanted; the same seed gives the same.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="generation">Whose parameters and capabilities.</param>
    public static IEnumerable<byte[][]> Generate(ulong seed, QemuGeneration generation)
    {
        // The one that this project is about is not there yet.
        string[] parameters = [.. MigrationParameters.Defaults(Profile.Proposal, generation).Names.Where(static name => name != MigrationParameters.LocalName)];
        string[] capabilities = [.. MigrationCapabilities.Defaults(generation).Names];
        for (ulong i = 0; ; i++)
            yield return At(new Random((int)CaseSeed.Of(seed, $"session/{i}")), parameters, capabilities);
    }

    private static byte[][] At(Random random, IReadOnlyList<string> parameters, IReadOnlyList<string> capabilities)
    {
        List<string> steps = [];
        if (random.Next(10) > 0)
        {
            if (random.Next(3) == 0)
                steps.Add(Envelope(random));
            steps.Add(random.Next(3) == 0 ? """{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}""" : """{"execute":"qmp_capabilities"}""");
        }

        for (int i = random.Next(1, MostSteps); i > 0; i--)
        {
            steps.Add(random.Next(10) switch
            {
                < 4 => Parameters(random, parameters),
                < 5 => Capabilities(random, capabilities),
                _ => Envelope(random),
            });
        }

        return [.. steps.Select(Encoding.UTF8.GetBytes)];
    }

    private static string Envelope(Random random) =>
        Envelopes[random.Next(Envelopes.Length)].Replace("ID", Values[random.Next(Values.Length)], StringComparison.Ordinal);

    private static string Parameters(Random random, IReadOnlyList<string> names)
    {
        HashSet<string> chosen = new(StringComparer.Ordinal);
        for (int i = random.Next(1, 4); i > 0; i--)
            chosen.Add(random.Next(30) == 0 ? "nosuch" : names[random.Next(names.Count)]);
        string members = string.Join(",", chosen.Select(name => $"{Text(name)}:{Values[random.Next(Values.Length)]}"));
        return "{\"execute\":\"migrate-set-parameters\",\"arguments\":{" + members + "}}";
    }

    private static string Capabilities(Random random, IReadOnlyList<string> names)
    {
        IEnumerable<string> changes = Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
        {
            string name = random.Next(30) == 0 ? "nosuch" : names[random.Next(names.Count)];
            string state = random.Next(20) == 0 ? Values[random.Next(Values.Length)] : random.Next(2) == 0 ? "true" : "false";
            return $"{{\"capability\":{Text(name)},\"state\":{state}}}";
        });
        return "{\"execute\":\"migrate-set-capabilities\",\"arguments\":{\"capabilities\":[" + string.Join(",", changes) + "]}}";
    }

    private static string Text(string value) => JsonText.Write(value);
}
