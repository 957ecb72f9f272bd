using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>The second switch: the property of the device, and the value it needs.</summary>
public sealed class LocalDeviceSwitchRule : LocalRule
{
    internal LocalDeviceSwitchRule()
        : base("LM-DOC-26", "the description of 'local' names the property that enables a device, and its value", "specification, section 6, second switch")
    {
    }

    /// <inheritdoc/>
    private protected override string BadDescription => """
        # @local: Enable local migration for devices that support it.  Backend
        #     state and its file descriptors are passed to the destination in
        #     the migration channel, which must be a Unix domain socket.  It
        #     has to be enabled for the device as well.
        #     (Since 11.0)
        """;

    private protected override void Judge(LocalDescription text, DocSection section, LintSubject subject, LintReport report)
    {
        string property = subject.Options.LocalProperty;
        if (!text.NamesProperty(property))
            report.Add(this, section.Line, 3, $"it does not name the property by which a device takes part: '{property}'");
        else if (!text.Any("true", "on", "=on", "=true"))
            report.Add(this, section.Line, 3, $"it does not say which value property '{property}' needs: true");
    }
}
