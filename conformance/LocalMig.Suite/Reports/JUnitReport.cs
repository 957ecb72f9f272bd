using System.Globalization;
using System.Text;
using System.Xml;

namespace LocalMig.Suite.Reports;

/// <summary>junit.xml: one suite per group, one test case per case. A broken requirement is a failure, a broken harness or
/// target an error, everything that did not run is skipped with its reason.</summary>
public static class JUnitReport
{
    /// <summary>The report as XML text.</summary>
    public static string Write(RunResult result)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            IGrouping<string, CaseEvidence>[] groups = [.. result.Controls.Concat(result.Cases).GroupBy(c => c.Group, StringComparer.Ordinal)];
            CaseEvidence[] all = [.. groups.SelectMany(g => g)];
            xml.WriteStartElement("testsuites");
            WriteCounts(xml, "localmig verify " + result.Target, all, result.Duration);
            foreach (IGrouping<string, CaseEvidence> group in groups)
                WriteSuite(xml, group.Key, [.. group], result);
            xml.WriteEndElement();
        }

        // Text that goes into a file of UTF-8; XmlWriter over a StringBuilder would declare UTF-16.
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + text + "\n";
    }

    private static void WriteSuite(XmlWriter xml, string group, IReadOnlyList<CaseEvidence> cases, RunResult result)
    {
        xml.WriteStartElement("testsuite");
        WriteCounts(xml, group, cases, cases.Aggregate(TimeSpan.Zero, (sum, c) => sum + c.Duration));
        xml.WriteAttributeString("skipped", cases.Count(IsSkipped).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("timestamp", result.Started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("hostname", "localhost");
        xml.WriteStartElement("properties");
        WriteProperty(xml, "target", result.Target);
        WriteProperty(xml, "profile", ResultsNames.Of(result.Profile));
        WriteProperty(xml, "seed", result.Seed.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
        foreach (CaseEvidence evidence in cases)
            WriteCase(xml, evidence, result);
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, CaseEvidence evidence, RunResult result)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", evidence.CaseId);
        xml.WriteAttributeString("classname", "localmig." + evidence.Group);
        xml.WriteAttributeString("time", Seconds(evidence.Duration));
        if (IsFailure(evidence))
            WriteOutcome(xml, "failure", ResultsNames.Of(evidence.Verdict), Summary(evidence), Details(evidence, result));
        else if (IsError(evidence))
            WriteOutcome(xml, "error", ResultsNames.Of(evidence.Verdict), evidence.Reason, string.Join('\n', evidence.Wire));
        else if (IsSkipped(evidence))
            WriteOutcome(xml, "skipped", null, $"{ResultsNames.Of(evidence.Verdict)}: {evidence.Reason}", "");
        xml.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter xml, string element, string? type, string message, string details)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("message", Clean(message));
        if (type is not null)
            xml.WriteAttributeString("type", type);
        xml.WriteString(Clean(details));
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, string name, IReadOnlyList<CaseEvidence> cases, TimeSpan time)
    {
        xml.WriteAttributeString("name", Clean(name));
        xml.WriteAttributeString("tests", cases.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", cases.Count(IsFailure).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", cases.Count(IsError).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("time", Seconds(time));
    }

    private static void WriteProperty(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("value", Clean(value));
        xml.WriteEndElement();
    }

    private static bool IsControl(CaseEvidence c) => c.Group.Equals("CONTROL", StringComparison.Ordinal);

    private static bool IsFailure(CaseEvidence c) =>
        !IsControl(c) && c.Verdict is Verdict.Fail or Verdict.Timeout or Verdict.UnexpectedPass;

    // A control that does not pass says that the target does not answer, whatever its verdict is called.
    private static bool IsError(CaseEvidence c) => c.Verdict == Verdict.Error || (IsControl(c) && c.Verdict != Verdict.Pass);

    private static bool IsSkipped(CaseEvidence c) =>
        !IsControl(c) && c.Verdict is Verdict.Skip or Verdict.Unsupported or Verdict.ExpectedFailure;

    private static string Summary(CaseEvidence evidence)
    {
        Expectation? broken = evidence.Expectations.FirstOrDefault(e => !e.Held);
        return broken is null ? evidence.Reason : $"{broken.Requirement} {broken.What}: expected {broken.Expected}, got {broken.Actual}";
    }

    private static string Details(CaseEvidence evidence, RunResult result)
    {
        using var details = new StringWriter { NewLine = "\n" };
        new TextReport(details).WriteFailure(evidence, result);
        return details.ToString().TrimStart('\n');
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    // Control characters and the last two of the plane cannot stand in XML, not even escaped; half a surrogate pair
    // becomes U+FFFD by the enumeration.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value))
                clean.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
            else
                clean.Append(rune);
        }

        return clean.ToString();
    }
}
