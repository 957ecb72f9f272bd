namespace LocalMig.Wire;

/// <summary>A rule that input can break: a stable code and the rule in words.</summary>
/// <param name="Code">Stable, dotted, lower case (<c>stream.footer.mismatch</c>). Codes never change or get reused.</param>
/// <param name="Text">The rule itself, as a sentence that says what must hold.</param>
public sealed record ErrorRule(string Code, string Text)
{
    /// <summary>The id of the requirement that is broken with it (<c>LM-STREAM-17</c>); null where none says so.</summary>
    public string? Requirement { get; init; }
}
