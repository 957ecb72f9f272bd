using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>What parameter local asks for.</summary>
public sealed class LocalConstraintRule : LocalRule
{
    internal LocalConstraintRule()
        : base("LM-DOC-25", "the description of 'local' says that the migration channel must be a Unix domain socket", "specification, section 6, constraint")
    {
    }

    /// <inheritdoc/>
    private protected override string BadDescription => """
        # @local: Enable local migration for devices that support it.  Backend
        #     state and its file descriptors are passed to the destination in
        #     the migration channel, which is used.  The
        #     device takes part only if its property ``local`` is set to true.
        #     (Since 11.0)
        """;

    private protected override void Judge(LocalDescription text, DocSection section, LintSubject subject, LintReport report)
    {
        if (!text.Any("socket") || !text.Any("unix"))
            report.Add(this, section.Line, 3, "it does not say that the migration channel must be a Unix domain socket");
        else if (!text.Any("must", "has to", "requires", "required", "only"))
            report.Add(this, section.Line, 3, "it does not say that a Unix domain socket is required");
    }
}
