using System.Text;
using System.Text.RegularExpressions;
using LocalMig.Qmp;

namespace LocalMig.Suite.Replay;

/// <summary>The folder of a replay, which stands for the one that the recorder had his sockets and files in.</summary>
/// <remarks>Its name is as long as the recorded one where that can be: errors tell columns, and sockets have short names.</remarks>
public sealed partial class ReplayFolder : IDisposable
{
    private const int RandomPart = 6;

    /// <summary>Makes a folder.</summary>
    /// <param name="transcript">The recording.</param>
    public ReplayFolder(Transcript transcript)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        Recorded = transcript.Where(static l => l.Kind == TranscriptKind.Note).Select(static l => TranscriptNotes.CommandLine(l.Text).CommandLine)
            .OfType<string>().Select(static text => RecordedCommandLine.Read(text).Folder).OfType<string>().FirstOrDefault();
        int prefix = Math.Clamp((Recorded?.Length ?? 0) - System.IO.Path.GetTempPath().Length - RandomPart, 0, 40);
        Path = Directory.CreateTempSubdirectory(new string('r', prefix)).FullName;
    }

    /// <summary>The folder of the recording; null where no command line names one.</summary>
    public string? Recorded { get; }

    /// <summary>The folder now.</summary>
    public string Path { get; }

    /// <summary>Takes the folder out of both answers; null where the recording names none.</summary>
    public Scrubber? Scrubber => Recorded is null ? null : Scrubbers.Paths(Recorded, Path);

    /// <summary>A text with the folder of now.</summary>
    public string Rewrite(string text) => Recorded is null ? text : text.Replace(Recorded, Path, StringComparison.Ordinal);

    /// <summary>Bytes with the folder of now.</summary>
    public ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> bytes)
    {
        if (Recorded is null || bytes.Span.IndexOf(Encoding.UTF8.GetBytes(Recorded)) < 0)
            return bytes;
        // One byte, one character: what is no text stays as it is.
        string recorded = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Recorded));
        string actual = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Path));
        return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes.Span).Replace(recorded, actual, StringComparison.Ordinal));
    }

    /// <summary>Makes the files of memory that a command line names, filled by chance as the recorder's were.</summary>
    internal void MakeMemory(RecordedCommandLine commandLine)
    {
        foreach ((_, string value) in commandLine.Options.Where(static o => o.Name == "-object"))
        {
            if (Backing().Match(Rewrite(value)) is not { Success: true } match || !match.Groups["path"].Value.StartsWith(Path + "/", StringComparison.Ordinal))
                continue;
            byte[] content = new byte[int.Parse(match.Groups["size"].Value, System.Globalization.CultureInfo.InvariantCulture) << 20];
            new Random(1).NextBytes(content);
            File.WriteAllBytes(match.Groups["path"].Value, content);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);

    [GeneratedRegex("^memory-backend-file,.*size=(?<size>[0-9]{1,3})M,mem-path=(?<path>[^,]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Backing();
}
