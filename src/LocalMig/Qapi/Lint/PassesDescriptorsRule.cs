using LocalMig.Qapi.Docs;

namespace LocalMig.Qapi.Lint;

/// <summary>Says what is done, passing descriptors, instead of what is relied on.</summary>
public sealed class PassesDescriptorsRule : LintRule
{
    internal PassesDescriptorsRule()
        : base("LM-DOC-19", RuleLevel.Should, "descriptors are passed in a channel; what a channel supports is not an effect", "specification, section 6, effect")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how many file descriptors are passed to the destination");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: how many of them rely on the channel support");

    private static readonly (string Wrong, string Remark)[] Wordings =
    [
        ("rely on the channel support", "say what is done: file descriptors are passed to the destination in the channel"),
        ("relies on the channel support", "say what is done: file descriptors are passed to the destination in the channel"),
        ("rely on channel support", "say what is done: file descriptors are passed to the destination in the channel"),
        ("relies on channel support", "say what is done: file descriptors are passed to the destination in the channel"),
        ("relying on the channel support", "say what is done: file descriptors are passed to the destination in the channel"),
        ("depends on the channel support", "say what is done: file descriptors are passed to the destination in the channel"),
        ("depend on the channel support", "say what is done: file descriptors are passed to the destination in the channel"),
        ("transferring fds", "descriptors are passed, not transferring"),
        ("sending fds", "descriptors are passed, not sending"),
        ("migrating fds", "descriptors are passed, not migrating"),
    ];

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach ((_, DocProse prose) in subject.Prose())
            Wording.Find(prose, Wordings, (offset, remark) => report.Add(this, prose, offset, remark));
    }
}
