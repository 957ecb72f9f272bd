using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>What parameter local is for.</summary>
public sealed class LocalPurposeRule : LocalRule
{
    internal LocalPurposeRule()
        : base("LM-DOC-23", "the description of 'local' says that it enables local migration, for devices that support it", "specification, section 6, purpose")
    {
    }

    /// <inheritdoc/>
    private protected override string BadDescription => """
        # @local: Whether to keep the devices open.  Backend
        #     state and its file descriptors are passed to the destination in
        #     the migration channel, which must be a Unix domain socket.  The
        #     device takes part only if its property ``local`` is set to true.
        #     (Since 11.0)
        """;

    private protected override void Judge(LocalDescription text, DocSection section, LintSubject subject, LintReport report)
    {
        if (!text.Any("enable", "enables", "enabled", "turn on", "turns on") || !text.Any("local migration"))
            report.Add(this, section.Line, 3, "it does not say that it enables local migration");
        if (!text.Any("devices that support", "supported devices", "supporting devices", "device supports", "devices supporting", "devices which support"))
            report.Add(this, section.Line, 3, "it does not say that only devices that support local migration are concerned");
    }
}
