using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>Errors of a load as error-desc shows them: with the message of the errno that QEMU has for each kind (facts C).</summary>
internal static class LoadErrors
{
    /// <summary>An error between sections.</summary>
    /// <param name="error">The error.</param>
    /// <param name="before">How many elements were good: the header is the first, the configuration the second.</param>
    /// <param name="section">The section that began last, or null.</param>
    public static string Explain(ParseError error, int before, StreamSection? section)
    {
        string text = error.QemuText ?? error.Detail;

        // QEMU reads zeroes behind the end, and looks at the beginning of a stream without asking for the end.
        if (error.Rule == Errors.Truncated && before == 0)
            return $"load of migration failed: Operation not supported: {ElementReader.UnsupportedVersion(0)}";
        if (error.Rule == Errors.Truncated && before == 1 && error.QemuText is not null)
            return MachineTexts.LoadFailed(text);

        // A length that no stream has: QEMU reads up to the end.
        if (error.Rule == Errors.LimitExceeded && before == 1)
            return MachineTexts.LoadFailed(MachineTexts.ConfigurationEnds);
        if (error.Rule == Errors.StreamFormatVersion)
            return $"load of migration failed: Operation not supported: {text}";
        if (error.Rule == Errors.Truncated && text.StartsWith(ElementReader.NoIdStringFor, StringComparison.Ordinal))
            return MachineTexts.LoadFailed(text);
        if (error.Rule == Errors.StreamCommandLength)
            return $"load of migration failed: Numerical result out of range: {text}";

        // What is wrong with a footer is told on standard error alone.
        if (section is not null && (error.Rule == Errors.StreamFooter || error.Rule == Errors.StreamFooterId || (error.Rule == Errors.Truncated && error.Path == section.Name)))
            return MachineTexts.LoadFailed(MachineTexts.FooterError(section.Id));
        return IsChannel(error) ? InputOutput(text) : MachineTexts.LoadFailed(text);
    }

    /// <summary>An error inside a section that is no state with a description, as that of memory: what is wrong is told on standard error alone.</summary>
    /// <param name="tag">How the section began: a later part of it is not named.</param>
    /// <param name="section">The section.</param>
    /// <param name="error">The error.</param>
    public static string InHandler(StreamTag tag, StreamSection section, ParseError error)
    {
        (string kind, int number) = IsChannel(error) ? ("Input/output error", -5) : ("Invalid argument", -22);
        string text = MachineTexts.HandlerFailed(section.Version, number);
        return $"load of migration failed: {kind}: {(tag is StreamTag.SectionPart or StreamTag.SectionEnd ? text : MachineTexts.InDevice(section.Name, section.Instance, text))}";
    }

    /// <summary>Something that the source may not ask for now.</summary>
    public static string NotPermitted(string text) => $"load of migration failed: Operation not permitted: {text}";

    /// <summary>The channel gives no more.</summary>
    public static string InputOutput(string text) => $"load of migration failed: Input/output error: {text}";

    /// <summary>An error inside a section.</summary>
    public static string InDevice(StreamSection section, ParseError error) =>
        MachineTexts.LoadFailed(MachineTexts.InDevice(section.Name, section.Instance, error.QemuText ?? error.Detail));

    private static bool IsChannel(ParseError error) => error.Rule == Errors.Truncated || error.Rule == Errors.ChannelIo
        || error.Rule == Errors.ChannelPeerGone || error.Rule == Errors.ChannelAborted || error.Rule == Errors.ChannelCancelled;
}
