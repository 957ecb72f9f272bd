using System.Globalization;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>Prints how receiving or sending went, for people.</summary>
public static class RecordingText
{
    /// <summary>Prints what was received.</summary>
    public static void Write(RecordingReport report, RecordingFiles files, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(Invariant($"{report.Bytes} bytes in {files.Stream}, where descriptors rode in {files.Log}"));
        for (int number = 1; number <= report.SideChannels; number++)
            output.WriteLine($"side channel {number} in {files.SideChannel(number).Stream}");
        foreach (string descriptor in report.Descriptors)
            output.WriteLine($"descriptor {descriptor}");
        if (report.Error is ParseError error)
            Write(error, output);
        output.WriteLine((report.Error, report.ReturnPath) switch
        {
            (null, true) => "complete; the source was told that all is well",
            (null, false) => "complete; the source opened no return path",
            (_, true) => "not complete; the source was told so",
            _ => "not complete",
        });
    }

    /// <summary>Prints how sending went.</summary>
    public static void Write(SendReport report, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(Invariant($"{report.Sent} of {report.Length} bytes sent"));
        foreach (ReturnPathMessage message in report.Messages)
            output.WriteLine(Invariant($"the destination says {message.Name}{(message.Data.Length > 0 ? " " + Convert.ToHexStringLower(message.Data.Span) : "")}"));
        if (report.Error is ParseError error)
            Write(error, output);
        else
            output.WriteLine(report.ReturnPath ? "the destination loaded the stream" : "the destination closed the channel; without a return path it does not say how it went");
    }

    private static void Write(ParseError error, TextWriter output)
    {
        output.WriteLine($"error: {error}");
        if (error.QemuText is string qemu)
            output.WriteLine($"       QEMU says: {qemu}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
