using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>What parameter local does.</summary>
public sealed class LocalEffectRule : LocalRule
{
    internal LocalEffectRule()
        : base("LM-DOC-24", "the description of 'local' says that backend state and file descriptors are passed to the destination in the migration channel", "specification, section 6, effect")
    {
    }

    /// <inheritdoc/>
    private protected override string BadDescription => """
        # @local: Enable local migration for devices that support it.  Needs
        #     a migration channel that is a Unix domain socket.  The
        #     device takes part only if its property ``local`` is set to true.
        #     (Since 11.0)
        """;

    private protected override void Judge(LocalDescription text, DocSection section, LintSubject subject, LintReport report)
    {
        if (!text.Any("backend", "backends"))
            report.Add(this, section.Line, 3, "it does not say whose state is handed over: that of the backend");
        if (!text.Any("descriptor", "descriptors") || !text.Any("pass", "passes", "passed", "passing", "hand over", "handed over", "hands over"))
            report.Add(this, section.Line, 3, "it does not say that file descriptors are passed");
        if (!text.Any("destination", "target"))
            report.Add(this, section.Line, 3, "it does not say to whom: the destination");
        if (!text.Any("in the migration channel", "through the migration channel", "over the migration channel", "via the migration channel", "the main channel", "in the migration stream"))
            report.Add(this, section.Line, 3, "it does not say by which way: in the migration channel");
    }
}
