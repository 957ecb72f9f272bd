using System.Globalization;

namespace LocalMig.Fuzz.Engine;

/// <summary>What a worker keeps on the disk, laid out as AFL does: <c>SYNC/NAME/{queue,crashes,hangs}/id:NNNNNN,...</c>. Workers of
/// either engine that share the outer folder take entries from each other's queues; a worker that was killed goes on from its own.</summary>
public sealed class WorkFolder
{
    private readonly string _shared;
    private readonly string _synced;
    private int _nextEntry;
    private int _nextFinding;

    /// <summary>Opens the folder of a worker, or makes it.</summary>
    /// <param name="shared">The folder that all workers share.</param>
    /// <param name="name">The worker.</param>
    public WorkFolder(string shared, string name)
    {
        _shared = Path.GetFullPath(shared);
        Name = name;
        Root = Path.Combine(_shared, name);
        _synced = Directory.CreateDirectory(Path.Combine(Root, ".synced")).FullName;
        Queue = Directory.CreateDirectory(Path.Combine(Root, "queue")).FullName;
        Crashes = Directory.CreateDirectory(Path.Combine(Root, "crashes")).FullName;
        Hangs = Directory.CreateDirectory(Path.Combine(Root, "hangs")).FullName;
        _nextEntry = Next(Queue);
        _nextFinding = Math.Max(Next(Crashes), Next(Hangs));
    }

    /// <summary>The worker's name.</summary>
    public string Name { get; }

    /// <summary>The worker's folder.</summary>
    public string Root { get; }

    /// <summary>Inputs that brought something new.</summary>
    public string Queue { get; }

    /// <summary>Inputs that broke something.</summary>
    public string Crashes { get; }

    /// <summary>Inputs that did not end.</summary>
    public string Hangs { get; }

    private string DeathsPath => Path.Combine(Root, ".deaths");

    /// <summary>The worker's own queue, in order.</summary>
    public IEnumerable<byte[]> ReadQueue() => Entries(Queue).Select(static entry => File.ReadAllBytes(entry.Path));

    /// <summary>Signatures of the findings that are there.</summary>
    public IEnumerable<string> Signatures() =>
        Directory.EnumerateFiles(Root, "finding-*.txt").Select(static path => Path.GetFileNameWithoutExtension(path)["finding-".Length..]);

    /// <summary>Digests of the entries whose changed copies ended a process of this worker, one for each time.</summary>
    public IEnumerable<ulong> Deaths() =>
        File.Exists(DeathsPath) ? [.. File.ReadLines(DeathsPath).Select(static line => ulong.Parse(line, NumberStyles.HexNumber, CultureInfo.InvariantCulture))] : [];

    /// <summary>Notes that an entry's changed copy ended the process.</summary>
    public void AddDeath(ulong digest) => File.AppendAllText(DeathsPath, string.Create(CultureInfo.InvariantCulture, $"{digest:x16}\n"));

    /// <summary>Puts the findings of earlier runs into a folder <c>earlier</c>: what is still wrong is found again.</summary>
    public void SetFindingsAside()
    {
        File.Delete(DeathsPath); // what killed may be mended
        string[] old = [.. Directory.EnumerateFiles(Crashes), .. Directory.EnumerateFiles(Hangs), .. Directory.EnumerateFiles(Root, "finding-*.txt")];
        if (old.Length == 0)
            return;
        string earlier = Directory.CreateDirectory(Path.Combine(Root, "earlier")).FullName;
        foreach (string path in old)
            File.Move(path, Path.Combine(earlier, Path.GetFileName(path)), overwrite: true);
    }

    /// <summary>Adds an entry to the queue.</summary>
    /// <param name="input">The input.</param>
    /// <param name="how">Where it comes from, in AFL's words: <c>op:havoc</c>.</param>
    public void Add(ReadOnlySpan<byte> input, string how) => Write(Queue, $"id:{_nextEntry++:d6},{how}", input);

    /// <summary>Adds a finding: the input, and beside the folders what is wrong with it.</summary>
    /// <returns>The path of the input.</returns>
    public string Add(ReadOnlySpan<byte> input, Finding finding, string howToRepeat)
    {
        ArgumentNullException.ThrowIfNull(finding);
        string path = Write(finding.Kind == "hang" ? Hangs : Crashes, $"id:{_nextFinding++:d6},sig:{finding.Signature}", input);
        File.WriteAllText(Path.Combine(Root, $"finding-{finding.Signature}.txt"), $"{howToRepeat} {path}\n\n{finding.Kind}\n{finding.Text}\n");
        return path;
    }

    /// <summary>What the others have put into their queues since the last call.</summary>
    public IEnumerable<byte[]> TakeFromOthers()
    {
        foreach (string other in Directory.EnumerateDirectories(_shared).Order(StringComparer.Ordinal))
        {
            string queue = Path.Combine(other, "queue");
            if (string.Equals(other, Root, StringComparison.Ordinal) || !Directory.Exists(queue))
                continue;
            string mark = Path.Combine(_synced, Path.GetFileName(other) + ".next");
            int from = File.Exists(mark) ? int.Parse(File.ReadAllText(mark), CultureInfo.InvariantCulture) : 0;
            int next = from;
            foreach ((int id, string path) in Entries(queue).Where(entry => entry.Id >= from))
            {
                if (TryRead(path) is not { } input)
                    break;
                next = id + 1;
                yield return input;
            }

            if (next != from)
                File.WriteAllText(mark, next.ToString(CultureInfo.InvariantCulture));
        }
    }

    // The other end may be writing it just now: it comes next time.
    private static byte[]? TryRead(string path)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            return bytes.Length > 0 ? bytes : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Written aside and moved, so that nobody reads a half of it, also after a kill.
    private string Write(string folder, string name, ReadOnlySpan<byte> input)
    {
        string aside = Path.Combine(Root, ".writing");
        File.WriteAllBytes(aside, input);
        string path = Path.Combine(folder, name);
        File.Move(aside, path, overwrite: true);
        return path;
    }

    private static IEnumerable<(int Id, string Path)> Entries(string folder) =>
        Directory.EnumerateFiles(folder, "id:*").Select(static path => (Id(path), path)).Where(static entry => entry.Item1 >= 0).Order();

    private static int Next(string folder) => Entries(folder).Select(static entry => entry.Id + 1).DefaultIfEmpty(0).Max();

    private static int Id(string path)
    {
        string name = Path.GetFileName(path);
        return name.Length >= 9 && int.TryParse(name.AsSpan(3, 6), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : -1;
    }
}
