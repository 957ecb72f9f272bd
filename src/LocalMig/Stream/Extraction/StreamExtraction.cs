using System.Globalization;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Stream.Extraction;

/// <summary>Writes what is in a recorded stream into files: <c>state.json</c>, the tree as data; <c>vmdesc.json</c>, the description
/// as it stands there; <c>ram/BLOCK.bin</c>, each block of RAM as the destination would have it; <c>state/ID-NAME.bin</c>, the
/// payload of each device's section. Bytes of a name that do not fit a file's name are written as <c>%XX</c>.</summary>
public static class StreamExtraction
{
    private const int DescriptionHead = 5;

    /// <summary>Writes the files.</summary>
    /// <param name="report">What an analysis of the stream gave.</param>
    /// <param name="input">The stream.</param>
    /// <param name="name">What the stream is called.</param>
    /// <param name="folder">Where to: a folder that is new or empty. Nothing is written outside it, whatever names the stream has.</param>
    /// <returns>The files' paths below the folder, and what is wrong with pages that could not be put back.</returns>
    /// <exception cref="IOException">The folder is not empty, or a file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static (IReadOnlyList<string> Files, ParseError? Error) Extract(StreamReport report, SeekableInput input, string name, string folder)
    {
        var files = new ExtractedFiles(folder);
        using (FileStream state = files.Create("", "state", ".json", out _))
            StreamTreeJson.Write(report, name, state);
        foreach (StreamNode element in report.Elements)
        {
            if (element.Kind == StreamNodeKind.Description)
                Copy(files, "", "vmdesc", ".json", input, element.Offset + DescriptionHead, element.Length - DescriptionHead);
            else if (element.Kind == StreamNodeKind.Section && element.Name != "ram")
                Copy(files, "state", string.Create(CultureInfo.InvariantCulture, $"{element.Notes[0].Value.AsUInt64}-{element.Name}"), ".bin", input, element.PayloadOffset, element.PayloadLength);
        }

        return (files.Made, Ram(report, input, files));
    }

    private static ParseError? Ram(StreamReport report, SeekableInput input, ExtractedFiles files)
    {
        var reader = new RamReader(input, report.RamForm);
        using var sink = new RamFileSink(files, report.RamForm.PageSize);
        foreach (StreamNode section in report.Sections("ram"))
        {
            input.Seek(section.PayloadOffset);
            if (reader.ReadPayload(sink) is ParseError error)
                return error;
        }

        return null;
    }

    private static void Copy(ExtractedFiles files, string subfolder, string name, string suffix, SeekableInput input, long offset, long length)
    {
        using FileStream file = files.Create(subfolder, name, suffix, out _);
        input.Seek(offset);
        while (length > 0)
        {
            ReadOnlySpan<byte> bytes = input.Peek(1);
            bytes = bytes[..(int)Math.Min(bytes.Length, length)];
            if (bytes.IsEmpty)
                return;
            file.Write(bytes);
            input.Advance(bytes.Length);
            length -= bytes.Length;
        }
    }
}
