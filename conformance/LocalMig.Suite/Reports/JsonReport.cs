using System.Text.Json;
using LocalMig.Parameters;
using LocalMig.Spec;

namespace LocalMig.Suite.Reports;

/// <summary>results.json: all evidence, for programs; written and read back without loss.</summary>
public static class JsonReport
{
    /// <summary>The whole result as JSON text.</summary>
    public static string Write(RunResult result) =>
        JsonSerializer.Serialize(ToDocument(result), ResultsSerialisation.Plain.ResultsDocument);

    /// <summary>Reads what <see cref="Write"/> wrote; gives null and the reason where it is something else.</summary>
    public static RunResult? TryRead(string text, out string reason)
    {
        try
        {
            ResultsDocument? document = JsonSerializer.Deserialize(text, ResultsSerialisation.Default.ResultsDocument);
            if (document is not { Format: ResultsDocument.FormatName, Version: ResultsDocument.CurrentVersion })
            {
                reason = $"no {ResultsDocument.FormatName} of version {ResultsDocument.CurrentVersion}";
                return null;
            }

            reason = "";
            return FromDocument(document, out reason);
        }
        catch (JsonException wrong)
        {
            reason = wrong.Message;
            return null;
        }
    }

    private static ResultsDocument ToDocument(RunResult result) => new()
    {
        Format = ResultsDocument.FormatName,
        Version = ResultsDocument.CurrentVersion,
        Tool = ToolVersion.Text,
        Target = result.Target,
        Profile = ResultsNames.Of(result.Profile),
        Level = ResultsNames.Of(result.Level),
        Seed = result.Seed,
        Shard = result.Shard.ToString(),
        Started = result.Started,
        DurationMs = result.Duration.TotalMilliseconds,
        ExitCode = (int)result.ExitCode,
        Broken = result.Broken,
        Summary = Enum.GetValues<Verdict>().ToDictionary(ResultsNames.Of, result.Count, StringComparer.Ordinal),
        Requirements = [.. result.Requirements().Select(ToRequirement)],
        Controls = [.. result.Controls.Select(c => ToCase(c, result))],
        Cases = [.. result.Cases.Select(c => ToCase(c, result))],
    };

    private static ResultsRequirement ToRequirement(RequirementOutcome outcome) => new(
        outcome.Requirement.Id, ResultsNames.Of(outcome.Requirement.Level), outcome.Requirement.Text, outcome.Requirement.Source,
        ResultsNames.Of(outcome.Verdict), outcome.Reason, outcome.Cases);

    private static ResultsCase ToCase(CaseEvidence evidence, RunResult result) => new(
        evidence.CaseId, evidence.Title, evidence.Requirements, ResultsNames.Of(evidence.Verdict), evidence.Reason, evidence.Seed,
        evidence.Duration.TotalMilliseconds, RepeatCommand.For(evidence, result),
        [.. evidence.Expectations.Select(e => new ResultsExpectation(e.Requirement, e.What, e.Held, e.Expected, e.Actual, e.Place, e.Wire))],
        [.. evidence.Wire.Select(w => new ResultsWire(w.Microseconds, w.Channel, ResultsNames.Of(w.Direction), w.Offset, w.Descriptors, w.Text))]);

    private static RunResult? FromDocument(ResultsDocument document, out string reason)
    {
        reason = "a name in it is unknown";
        if (!ResultsNames.TryParse(document.Profile, ResultsNames.Of, out Profile profile)
            || !ResultsNames.TryParse(document.Level, ResultsNames.Of, out Level level)
            || !Shard.TryParse(document.Shard, out Shard shard)
            || FromCases(document.Controls) is not { } controls
            || FromCases(document.Cases) is not { } cases)
        {
            return null;
        }

        reason = "";
        return new RunResult
        {
            Target = document.Target,
            Profile = profile,
            Level = level,
            Seed = document.Seed,
            Shard = shard,
            Started = document.Started,
            Duration = TimeSpan.FromMilliseconds(document.DurationMs),
            Controls = controls,
            Cases = cases,
            Broken = document.Broken,
        };
    }

    private static List<CaseEvidence>? FromCases(IReadOnlyList<ResultsCase> cases)
    {
        var read = new List<CaseEvidence>(cases.Count);
        foreach (ResultsCase c in cases)
        {
            if (!ResultsNames.TryParse(c.Verdict, ResultsNames.Of, out Verdict verdict))
                return null;
            var wire = new List<WireRecord>(c.Wire.Count);
            foreach (ResultsWire w in c.Wire)
            {
                if (!ResultsNames.TryParse(w.Direction, ResultsNames.Of, out WireDirection direction))
                    return null;
                wire.Add(new WireRecord(w.Us, w.Channel, direction, w.Offset, w.Descriptors, w.Text));
            }

            read.Add(new CaseEvidence(
                c.Id, c.Title, c.Requirements, verdict, c.Reason, c.Seed, TimeSpan.FromMilliseconds(c.DurationMs),
                [.. c.Expectations.Select(e => new Expectation(e.Requirement, e.What, e.Held, e.Expected, e.Actual, e.Place, e.Wire))],
                wire));
        }

        return read;
    }
}
