namespace LocalMig.Suite;

/// <summary>What became of a case.</summary>
public enum Verdict
{
    /// <summary>Every expectation held.</summary>
    Pass,

    /// <summary>An expectation did not hold: a requirement is broken.</summary>
    Fail,

    /// <summary>Not run, with a reason.</summary>
    Skip,

    /// <summary>The target lacks the feature.</summary>
    Unsupported,

    /// <summary>The harness or the target broke; nothing is said about the requirement.</summary>
    Error,

    /// <summary>The case did not end in its time.</summary>
    Timeout,

    /// <summary>Failed, as an expectation file said it would.</summary>
    ExpectedFailure,

    /// <summary>Passed, although an expectation file said it would fail.</summary>
    UnexpectedPass,
}
