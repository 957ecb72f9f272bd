using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;

namespace LocalMig.Fuzz.Targets;

/// <summary>Reads a schema out of an input, with nothing but the input to include.</summary>
internal static class SchemaReading
{
    /// <summary>What the input is called.</summary>
    public const string Path = "/fuzz.json";

    public static SchemaSource Read(ReadOnlySpan<byte> input, SchemaDialect dialect) =>
        SchemaSource.Read(Path, new MemorySchemaFiles(new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [Path] = input.ToArray() }), dialect).Value;

    /// <summary>No line of the input has a higher number.</summary>
    public static int Lines(ReadOnlySpan<byte> input) => input.Count((byte)'\n') + input.Count((byte)'\r') + 2;

    /// <summary>Every finding has a message, and stands at a line that is there.</summary>
    public static void CheckPlaces(SchemaSource schema, ReadOnlySpan<byte> input)
    {
        // Carriage returns end lines as well, and one more line is counted behind the last end.
        int lines = Lines(input);
        foreach (Finding finding in schema.Findings)
        {
            if (finding.Line < 0 || finding.Line > lines || finding.Column < 0 || finding.Message.Length == 0)
                throw new OracleException("a finding stands at a line that is there", finding.ToString());
        }
    }
}
