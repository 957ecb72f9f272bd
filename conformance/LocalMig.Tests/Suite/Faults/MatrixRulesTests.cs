using LocalMig.Suite;
using LocalMig.Suite.Faults.Matrix;

namespace LocalMig.Tests.Suite.Faults;

public class MatrixRulesTests
{
    private const string Broken = "LM-PARAM-04";
    private const string Other = "LM-PARAM-05";

    [Fact]
    public void A_matrix_in_which_every_fault_and_case_is_met_breaks_no_rule() =>
        Assert.Empty(Check(Row(Failed("PARAM/one", Broken)), "PARAM/one").Violations);

    [Fact]
    public void A_fault_that_no_case_catches_breaks_a_rule() =>
        Assert.Equal(["fault wrong-thing: no case catches it", "case PARAM/one: no fault makes it fail", $"requirement {Broken}: no fault breaks it"], Check(Row(Passed("PARAM/one")), "PARAM/one").Violations);

    [Fact]
    public void A_fault_that_is_caught_by_another_requirement_breaks_a_rule() => Assert.Contains(
        $"fault wrong-thing: caught only by requirements that it does not break: PARAM/one by {Other}",
        Check(Row(Failed("PARAM/one", Other)), "PARAM/one").Violations);

    [Fact]
    public void A_case_that_runs_out_of_time_catches_nothing() =>
        Assert.StartsWith("fault wrong-thing: no case catches it (PARAM/one timeout", Check(Row(Passed("PARAM/one") with { Verdict = Verdict.Timeout }), "PARAM/one").Violations[0], StringComparison.Ordinal);

    [Fact]
    public void A_case_that_no_fault_makes_fail_breaks_a_rule() =>
        Assert.Contains("case PARAM/two: no fault makes it fail", Check(Row(Failed("PARAM/one", Broken), Passed("PARAM/two")), "PARAM/one", "PARAM/two").Violations);

    [Fact]
    public void A_case_that_could_not_run_is_told_with_its_reason()
    {
        MatrixRules rules = Check(Row(Failed("PARAM/one", Broken), Passed("PARAM/two") with { Verdict = Verdict.Skip, Reason = "no TAP here" }), "PARAM/one", "PARAM/two");
        Assert.Empty(rules.Violations);
        Assert.Equal([("PARAM/two", "no TAP here")], rules.NotRun);
    }

    [Fact]
    public void A_run_that_broke_is_no_catch() =>
        Assert.Equal("fault wrong-thing: no verdict: exit code 139", Check(Row() with { Broken = "exit code 139" }, "PARAM/one").Violations[0]);

    [Theory]
    [InlineData("", 0, Broken, "says no place")]
    [InlineData("line 3", 0, "LM-QMP-01", "which is not the case's")]
    public void A_failure_that_does_not_say_where_or_by_what_breaks_a_rule(string place, int wire, string requirement, string complaint)
    {
        CaseEvidence evidence = new(
            "PARAM/one", "", [Broken], Verdict.Fail, "", 1, TimeSpan.Zero, [new Expectation(requirement, "what", false, "this", "that", place, wire)], []);
        Assert.Contains(complaint, MatrixCell.Of(evidence, [Broken]).Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_runs_that_differ_are_told_by_fault_and_case()
    {
        KillMatrix one = new([Row(Failed("PARAM/one", Broken))]);
        KillMatrix two = new([Row(Passed("PARAM/one"))]);
        Assert.Empty(one.Differences(one, 2));
        Assert.Equal(["fault wrong-thing: seed 2 gives other verdicts: PARAM/one"], one.Differences(two, 2));
    }

    [Fact]
    public void What_is_stored_is_read_back()
    {
        KillMatrix matrix = new([Row(Failed("PARAM/one", Broken))]);
        StoredFault stored = Assert.Single(MatrixDocument.TryRead(MatrixDocument.Write(matrix, MatrixRules.Check(matrix, [])))!);
        Assert.Equal("wrong-thing", stored.Name);
        Assert.Equal([Broken], stored.CaughtBy["PARAM/one"]);
        Assert.Null(MatrixDocument.TryRead("{}"));
    }

    private static MatrixRules Check(MatrixRow row, params string[] cases) =>
        MatrixRules.Check(new KillMatrix([row]), [.. cases.Select(static id => new ShortCase(id, "", [Broken], static _ => { }))]);

    private static MatrixRow Row(params IReadOnlyList<MatrixCell> cells) => new("wrong-thing", "Something is wrong.", [Broken], "reference", "proposal", 1, cells, null);

    private static MatrixCell Failed(string id, string requirement) => new(id, Verdict.Fail, requirement == Broken ? [Broken] : [], requirement == Broken ? [] : [requirement], "", "");

    private static MatrixCell Passed(string id) => new(id, Verdict.Pass, [], [], "", "");
}
