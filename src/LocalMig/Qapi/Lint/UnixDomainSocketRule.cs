using LocalMig.Qapi.Docs;

namespace LocalMig.Qapi.Lint;

/// <summary>Unix domain socket, not UNIX socket.</summary>
public sealed class UnixDomainSocketRule : LintRule
{
    internal UnixDomainSocketRule()
        : base("LM-DOC-17", RuleLevel.Should, "the socket is called a Unix domain socket", "specification, section 6, constraint")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how many bytes the Unix domain socket takes");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: how many bytes the UNIX socket takes");

    private static readonly (string Wrong, string Remark)[] Wordings =
    [
        ("UNIX socket", "say 'Unix domain socket', not 'UNIX socket'"),
        ("UNIX sockets", "say 'Unix domain sockets', not 'UNIX sockets'"),
        ("unix socket", "say 'Unix domain socket', not 'unix socket'"),
        ("unix sockets", "say 'Unix domain sockets', not 'unix sockets'"),
        ("Unix socket", "say 'Unix domain socket', not 'Unix socket'"),
        ("Unix sockets", "say 'Unix domain sockets', not 'Unix sockets'"),
        ("UNIX domain socket", "say 'Unix domain socket', not 'UNIX domain socket'"),
        ("UNIX domain sockets", "say 'Unix domain sockets', not 'UNIX domain sockets'"),
        ("unix domain socket", "say 'Unix domain socket', not 'unix domain socket'"),
        ("unix domain sockets", "say 'Unix domain sockets', not 'unix domain sockets'"),
    ];

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach ((_, DocProse prose) in subject.Prose())
            Wording.Find(prose, Wordings, (offset, remark) => report.Add(this, prose, offset, remark));
    }
}
