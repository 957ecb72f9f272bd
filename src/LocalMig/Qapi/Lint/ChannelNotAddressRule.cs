using LocalMig.Qapi.Docs;

namespace LocalMig.Qapi.Lint;

/// <summary>The migration channel is the thing that has a kind: its address may also be a descriptor.</summary>
public sealed class ChannelNotAddressRule : LintRule
{
    internal ChannelNotAddressRule()
        : base("LM-DOC-18", RuleLevel.Should, "what must be a socket is the channel, not the address", "specification, section 6, constraint")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: bytes that the migration channel takes");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: bytes that the migration address takes");

    private static readonly (string Wrong, string Remark)[] Wordings =
    [
        ("migration address", "say 'migration channel': the address may also be a file descriptor"),
        ("migration URI must be", "say 'migration channel must be': the URI may also name a file descriptor"),
        ("address must be a Unix", "the channel must be one: its address may also be a file descriptor"),
        ("address must be a UNIX", "the channel must be one: its address may also be a file descriptor"),
        ("address must be a unix", "the channel must be one: its address may also be a file descriptor"),
    ];

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach ((_, DocProse prose) in subject.Prose())
            Wording.Find(prose, Wordings, (offset, remark) => report.Add(this, prose, offset, remark));
    }
}
