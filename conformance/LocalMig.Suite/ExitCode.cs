namespace LocalMig.Suite;

/// <summary>What the tool's exit code says. Scripts rely on these numbers.</summary>
public enum ExitCode
{
    /// <summary>Everything that applies passed, and something did.</summary>
    Passed = 0,

    /// <summary>A requirement is broken, or an expected failure passed.</summary>
    Failed = 1,

    /// <summary>The command line is wrong, or a filter or an expectation matches nothing.</summary>
    Usage = 2,

    /// <summary>The harness or the target broke.</summary>
    Broken = 3,

    /// <summary>Nothing that applies ran, so nothing was judged.</summary>
    NothingJudged = 4,
}
