using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Review;

/// <summary>Findings as a SARIF 2.1.0 log: one run, the rules that are used, one result per finding.</summary>
public static class SarifLog
{
    private const string SchemaUri = "https://json.schemastore.org/sarif-2.1.0.json";

    /// <summary>The log as JSON.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="version">The version of the tool.</param>
    public static string Write(IEnumerable<Finding> findings, string version)
    {
        ArgumentNullException.ThrowIfNull(findings);
        List<Finding> all = [.. findings];
        List<string> rules = [.. all.Select(static f => f.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", SchemaUri);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json, rules, version);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (Finding finding in all)
                Result(json, finding, rules.IndexOf(finding.Rule));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Tool(Utf8JsonWriter json, List<string> rules, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "localmig");
        json.WriteString("semanticVersion", version);
        json.WriteStartArray("rules");
        foreach (string id in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            if (LintRules.TryFind(id, out LintRule? rule))
            {
                json.WriteStartObject("shortDescription");
                json.WriteString("text", rule.Text);
                json.WriteEndObject();
                json.WriteStartObject("help");
                json.WriteString("text", rule.Source);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, Finding finding, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", finding.Severity switch
        {
            FindingSeverity.Error => "error",
            FindingSeverity.Warning => "warning",
            _ => "note",
        });
        json.WriteStartObject("message");
        json.WriteString("text", finding.Message);
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', finding.File.Path.Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", finding.Line);
        if (finding.Column > 0)
            json.WriteNumber("startColumn", finding.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
