namespace LocalMig.Qapi.Lint;

/// <summary>What parameter local is for.</summary>
public sealed class LocalPurposeRule : LintRule
{
    internal LocalPurposeRule()
        : base("LM-DOC-23", RuleLevel.Must, "the description of 'local' says that it enables local migration, for devices that support it", "specification, section 6, purpose")
    {
    }

    /// <inheritdoc/>
    public override string Good => """
        ##
        # @MigrationParameters:
        #
        # What can be set.
        #
        # @local: Enable local migration for devices that support it.  Backend
        #     state and its file descriptors are passed to the destination in
        #     the migration channel, which must be a Unix domain socket.  The
        #     device takes part only if its property ``local`` is set to true.
        #     (Since 11.0)
        #
        # Since: 2.4
        ##
        { 'struct': 'MigrationParameters', 'data': { '*local': 'bool' } }

        """;

    /// <inheritdoc/>
    public override string Bad => """
        ##
        # @MigrationParameters:
        #
        # What can be set.
        #
        # @local: Whether to keep the devices open.  Backend
        #     state and its file descriptors are passed to the destination in
        #     the migration channel, which must be a Unix domain socket.  The
        #     device takes part only if its property ``local`` is set to true.
        #     (Since 11.0)
        #
        # Since: 2.4
        ##
        { 'struct': 'MigrationParameters', 'data': { '*local': 'bool' } }

        """;

    internal override void Check(LintSubject subject, LintReport report)
    {
        if (subject.LocalDescription is not { } section)
            return;
        LocalDescription text = new(section);
        if (!text.Any("enable", "enables", "enabled", "turn on", "turns on") || !text.Any("local migration"))
            report.Add(this, section.Line, 3, "it does not say that it enables local migration");
        if (!text.Any("devices that support", "supported devices", "supporting devices", "device supports", "devices supporting", "devices which support"))
            report.Add(this, section.Line, 3, "it does not say that only devices that support local migration are concerned");
    }
}
