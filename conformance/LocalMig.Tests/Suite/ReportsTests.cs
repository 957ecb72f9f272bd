using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using LocalMig.Suite;
using LocalMig.Suite.Reports;
using LocalMig.Suite.Targets;
using LocalMig.Tests.Parameters;
using LocalMig.Tests.Snapshots;

namespace LocalMig.Tests.Suite;

[Collection(nameof(Alone))]
public class ReportsTests
{
    [Fact]
    public void The_text_report_tells_requirements_failures_skips_and_how_to_repeat()
    {
        using var text = new StringWriter();
        // The channel's and the later groups' requirements are the same lines "no case of this run judges it".
        new TextReport(text).Write(OfEveryVerdict());
        string[] lines = text.ToString().ReplaceLineEndings("\n").Split('\n');
        // The number of requirements grows, and is no matter of reports.
        Snapshot.Verify(string.Join('\n', lines
            .Where(l => !l.Contains("no case of this run judges it", StringComparison.Ordinal))
            .Select(l => l.StartsWith("requirements:", StringComparison.Ordinal) ? l[..l.IndexOf(" failed", StringComparison.Ordinal)] : l)));
    }

    [Fact]
    public void The_wire_log_places_expectations_where_they_were_judged()
    {
        using var text = new StringWriter();
        new TextReport(text).WriteWire(OfEveryVerdict().Cases[1]);
        Snapshot.Verify(text.ToString());
    }

    [Fact]
    public void The_junit_report_is_as_it_was_approved() => Snapshot.Verify(JUnitReport.Write(OfEveryVerdict()));

    [Fact]
    public void The_junit_report_has_the_structure_that_its_readers_expect() => Validate(JUnitReport.Write(OfEveryVerdict()));

    [Fact]
    public void The_schema_of_the_junit_report_refuses_what_is_none() =>
        Assert.Throws<XmlSchemaValidationException>(() => Validate(JUnitReport.Write(OfEveryVerdict()).Replace("testcase", "case", StringComparison.Ordinal)));

    [Fact]
    public void The_junit_report_files_failures_errors_and_skips_apart()
    {
        XElement root = XDocument.Parse(JUnitReport.Write(OfEveryVerdict())).Root!;
        ILookup<string, string> byOutcome = root.Descendants("testcase").ToLookup(
            c => c.Elements().FirstOrDefault()?.Name.LocalName ?? "passed", c => c.Attribute("name")!.Value, StringComparer.Ordinal);
        Assert.Equal(["PARAM/fails", "PARAM/times-out"], byOutcome["failure"]);
        Assert.Equal(["PARAM/breaks"], byOutcome["error"]);
        Assert.Equal(["PARAM/skips", "PARAM/needs-taps"], byOutcome["skipped"]);
        Assert.Contains("PARAM/passes", byOutcome["passed"]);
        Assert.Equal("2", root.Attribute("failures")!.Value);
        Assert.Equal("1", root.Attribute("errors")!.Value);
        Assert.Equal(root.Descendants("testcase").Count().ToString(System.Globalization.CultureInfo.InvariantCulture), root.Attribute("tests")!.Value);
    }

    [Fact]
    public void Bytes_that_xml_cannot_hold_do_not_break_the_report()
    {
        RunResult result = FakeTarget.Run(FakeTarget.Case("PARAM/a", c => c.Expect("LM-PARAM-04", "x", false, "1", "\0\u0001\ud800\uffff<&>"), "LM-PARAM-04"));
        string report = JUnitReport.Write(result);
        Validate(report);
        Assert.Contains("\\x00\\x01", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_json_is_read_back_as_it_was_written()
    {
        RunResult result = OfEveryVerdict();
        string written = JsonReport.Write(result);
        RunResult? read = JsonReport.TryRead(written, out string reason);
        Assert.True(read is not null, reason);
        Assert.Equal(written, JsonReport.Write(read));
        Assert.Equal(result.ExitCode, read.ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void Results_that_are_none_are_refused_with_a_reason(string text)
    {
        Assert.Null(JsonReport.TryRead(text, out string reason));
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void A_later_version_of_the_results_is_refused()
    {
        string later = JsonReport.Write(OfEveryVerdict()).Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal);
        Assert.Null(JsonReport.TryRead(later, out _));
    }

    private static readonly Lazy<RunResult> Every = new(static () => FakeTarget.Timeless(FakeTarget.Run(
        new RunOptions { Timeout = TimeSpan.FromSeconds(3) },
        new FakeTarget(),
        FakeTarget.Passing("PARAM/passes", "LM-PARAM-04"),
        FakeTarget.Failing("PARAM/fails", "LM-PARAM-05"),
        FakeTarget.Case("PARAM/skips", c => c.Skip("no permission to open /dev/net/tun"), "LM-PARAM-06"),
        FakeTarget.Case("PARAM/breaks", c => c.Stop("the destination's monitor went away"), "LM-PARAM-07"),
        FakeTarget.Case("PARAM/times-out", c =>
        {
            SpinWait.SpinUntil(() => c.TimeLeft == TimeSpan.Zero);
            c.Stop("waited for the event 'completed'");
        }, "LM-PARAM-08"),
        new ShortCase("PARAM/needs-taps", "needs a TAP", ["LM-PARAM-09"], _ => { }) { Abilities = TargetAbilities.Taps })));

    private static RunResult OfEveryVerdict() => Every.Value;

    private static void Validate(string xml)
    {
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, Fixture.Path("junit/junit.xsd"));
        using var reader = XmlReader.Create(new StringReader(xml), settings);
        while (reader.Read())
        {
        }
    }
}
