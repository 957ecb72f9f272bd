using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>Errors of a load as error-desc shows them: with the message of the errno that QEMU has for each kind (facts C).</summary>
internal static class LoadErrors
{
    /// <summary>An error between sections.</summary>
    /// <param name="error">The error.</param>
    /// <param name="before">How many elements were good: the header is the first, the configuration the second.</param>
    public static string Explain(ParseError error, int before)
    {
        string text = error.QemuText ?? error.Detail;

        // QEMU reads zeroes behind the end, and looks at the beginning of a stream without asking for the end.
        if (error.Rule == Errors.Truncated && before == 0)
            return $"load of migration failed: Operation not supported: {ElementReader.UnsupportedVersion(0)}";
        if (error.Rule == Errors.Truncated && before == 1 && error.QemuText is not null)
            return MachineTexts.LoadFailed(text);
        if (error.Rule == Errors.StreamFormatVersion)
            return $"load of migration failed: Operation not supported: {text}";
        if (error.Rule == Errors.StreamFooter || error.Rule == Errors.StreamFooterId)
            return MachineTexts.LoadFailed(text);
        return IsChannel(error) ? $"load of migration failed: Input/output error: {text}" : MachineTexts.LoadFailed(text);
    }

    /// <summary>An error inside a section.</summary>
    public static string InDevice(StreamSection section, ParseError error) =>
        MachineTexts.LoadFailed(MachineTexts.InDevice(section.Name, section.Instance, error.QemuText ?? error.Detail));

    private static bool IsChannel(ParseError error) => error.Rule == Errors.Truncated || error.Rule == Errors.ChannelIo
        || error.Rule == Errors.ChannelPeerGone || error.Rule == Errors.ChannelAborted || error.Rule == Errors.ChannelCancelled;
}
