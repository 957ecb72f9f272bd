namespace LocalMig.Suite;

/// <summary>One thing that a case expected of the target, and what came of it.</summary>
/// <param name="Requirement">The requirement that it judges.</param>
/// <param name="What">What was looked at: "'local' before it was set".</param>
/// <param name="Held">Whether the expectation held.</param>
/// <param name="Expected">What had to be there.</param>
/// <param name="Actual">What was there.</param>
/// <param name="Place">Where: a byte offset, a JSON pointer, a line of a recording; empty where the wire says it.</param>
/// <param name="Wire">How many lines of the case's wire log stood before it.</param>
public sealed record Expectation(string Requirement, string What, bool Held, string Expected, string Actual, string Place, int Wire);
