using System.Text;
using LocalMig.Fuzz.Engine;
using LocalMig.Qmp;

namespace LocalMig.Fuzz;

/// <summary>Inputs to begin with, out of the recordings.</summary>
internal static class SeedInputs
{
    private const int Longest = 400;

    /// <summary>Lines that were sent to a monitor, as bytes: short ones, each once.</summary>
    public static IEnumerable<byte[]> SentLines(string fixtures) =>
        Transcripts(fixtures).SelectMany(static transcript => transcript)
            .Where(static line => line.Direction == TranscriptDirection.Sent && line.Bytes.Length is > 0 and < Longest)
            .Select(static line => line.Bytes.ToArray())
            .DistinctBy(Convert.ToHexString, StringComparer.Ordinal)
            .Take(400);

    /// <summary>The recorded conversations.</summary>
    public static IEnumerable<Transcript> Transcripts(string fixtures) =>
        Files(fixtures, "transcripts", "*.txt").Select(static path => TranscriptReader.Read(File.ReadAllText(path)));

    /// <summary>Files below a folder of the fixtures, in order.</summary>
    public static IEnumerable<string> Files(string fixtures, string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(fixtures, folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Inputs out of a mutator, one per seed.</summary>
    public static IEnumerable<byte[]> Made(IStructureMutator mutator, int count)
    {
        for (int seed = 0; seed < count; seed++)
        {
            var buffer = new InputBuffer(4096);
            mutator.Mutate([], buffer, new FuzzRandom((ulong)seed));
            yield return buffer.Bytes.ToArray();
        }
    }

    /// <summary>A text in pieces of some lines.</summary>
    public static IEnumerable<byte[]> Pieces(string text, int lines)
    {
        string[] all = text.Split('\n');
        for (int i = 0; i < all.Length; i += lines)
            yield return Encoding.UTF8.GetBytes(string.Join('\n', all.Skip(i).Take(lines)) + "\n");
    }

    /// <summary>The main files of the small schemas.</summary>
    public static IEnumerable<byte[]> SmallSchemas(string fixtures) =>
        Files(fixtures, "schemas-small", "*.cases")
            .SelectMany(static path => ("\n" + File.ReadAllText(path)).Split("\n=== ", StringSplitOptions.RemoveEmptyEntries))
            .Select(static part => string.Join('\n', part.Split('\n').Skip(1).TakeWhile(static line => line != "---" && !line.StartsWith("=> ", StringComparison.Ordinal))) + "\n")
            .Select(Encoding.UTF8.GetBytes);
}
