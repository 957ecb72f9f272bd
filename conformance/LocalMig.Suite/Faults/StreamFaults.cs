using LocalMig.Suite.Faults.Decorators;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong streams, whatever device they carry (specification, section 5, layout; section 7, vmdesc and descriptors).</summary>
internal static class StreamFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("footers-not-compared", "A footer is not compared with its section.", "LM-STREAM-16") { Seams = static (seams, _) => seams with { Reader = static input => new FaultyReader(input) { TakesAnyFooter = true } } },
        new("section-id-reused", "All devices have one section id.", "LM-STREAM-26")
        {
            Seams = static (seams, _) => seams with { Writer = static output => new FaultyWriter(output) { Head = static s => s with { Id = 2 }, Foot = static (id, _) => id == 1 ? 1u : 2u } },
        },
        Described("vmdesc-wrong-size", "The description gives a field another size than it has.", static text => text.Replace("\"name\":\"size\",\"type\":\"uint32\",\"size\":4", "\"name\":\"size\",\"type\":\"uint32\",\"size\":8", StringComparison.Ordinal)),
        Described("vmdesc-field-missing", "The description leaves the descriptor out.", static text => text.Replace("{\"name\":\"fd\",\"type\":\"fd\",\"size\":1},", "", StringComparison.Ordinal)),
        Described("vmdesc-cut", "The description ends in the middle.", static text => text[..(text.Length / 2)]),
    ];

    private static Fault Described(string name, string mistake, Func<string, string> change) => new(name, mistake, "LM-STREAM-15")
    {
        Seams = (seams, _) => seams with { Writer = output => new FaultyWriter(output) { Text = change } },
    };
}
