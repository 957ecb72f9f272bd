using System.Diagnostics.CodeAnalysis;
using LocalMig.Parameters;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite;

/// <summary>One run of one case: its target, its time, its chance, and the evidence it leaves.</summary>
public sealed partial class CaseContext : IDisposable
{
    private readonly Stack<IDisposable> _owned = new();
    private readonly Func<string, bool> _applies;
    private string? _folder;

    /// <summary>A context for one run.</summary>
    /// <param name="target">The target.</param>
    /// <param name="profile">The profile of the run.</param>
    /// <param name="seed">What <see cref="Random"/> draws from.</param>
    /// <param name="timeout">How long the case may run.</param>
    /// <param name="patience">How long it waits for one thing.</param>
    /// <param name="applies">Which requirements count in this run; expectations on others are not judged.</param>
    internal CaseContext(ITarget target, Profile profile, ulong seed, TimeSpan timeout, TimeSpan patience, Func<string, bool> applies)
    {
        Target = target;
        Profile = profile;
        Seed = seed;
        Random = new Random((int)(seed ^ (seed >> 32)));
        _end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        _patience = patience;
        _applies = applies;
    }

    private readonly long _end;
    private readonly TimeSpan _patience;

    /// <summary>The target.</summary>
    public ITarget Target { get; }

    /// <summary>The profile of the run.</summary>
    public Profile Profile { get; }

    /// <summary>The seed of this case: from the run's seed and the case's id, so that filters and shards do not change it.</summary>
    public ulong Seed { get; }

    /// <summary>Chance that repeats with the seed.</summary>
    public Random Random { get; }

    /// <summary>What is written down.</summary>
    public EvidenceLog Evidence { get; } = new();

    /// <summary>The time that is left.</summary>
    public TimeSpan TimeLeft => TimeSpan.FromMilliseconds(Math.Max(0, _end - Environment.TickCount64));

    /// <summary>How long to wait for one thing that has to come: part of the time that is left, so that a case can still say what did not.</summary>
    public TimeSpan Patience => _patience < TimeLeft ? _patience : TimeLeft;

    /// <summary>A folder of the case's own, removed after it. Sockets go here; one that is left is a leak.</summary>
    public string Folder => _folder ??= Directory.CreateTempSubdirectory("localmig-").FullName;

    /// <summary>Disposes something when the case ends, after what was handed over later.</summary>
    public T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Push(resource);
        return resource;
    }

    /// <summary>Writes a remark into the wire log.</summary>
    public void Note(string text) => Evidence.Wire("case", WireDirection.Note, text);

    /// <summary>Ends the case: it does not apply here, for this reason.</summary>
    [DoesNotReturn]
    public void Skip(string reason) => End(Verdict.Skip, reason);

    /// <summary>Ends the case: the target lacks this.</summary>
    [DoesNotReturn]
    public void Unsupported(string feature) => End(Verdict.Unsupported, feature);

    /// <summary>Ends the case: harness or target broke, nothing can be said.</summary>
    [DoesNotReturn]
    public void Stop(string reason) => End(TimeLeft == TimeSpan.Zero ? Verdict.Timeout : Verdict.Error, reason);

    /// <summary>Ends what the case owns, latest first. The folder stays until leaks were looked for.</summary>
    public void Dispose()
    {
        while (_owned.TryPop(out IDisposable? resource))
            resource.Dispose();
    }

    /// <summary>Whether a VM was killed: nobody removes the sockets of a process that is killed.</summary>
    internal bool HasKilled { get; set; }

    /// <summary>The sockets that are left in the folder; removes the folder.</summary>
    internal IReadOnlyList<string> RemoveFolder()
    {
        if (_folder is null)
            return [];
        string[] sockets = [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(IsSocket)];
        Directory.Delete(_folder, recursive: true);
        _folder = null;
        return HasKilled ? [] : sockets;
    }

    [DoesNotReturn]
    private void End(Verdict verdict, string reason)
    {
        Note(reason);
        throw new CaseEnd(verdict, reason);
    }

    // A socket cannot be opened as a file, and has no length; a regular file that a case left empty can be opened.
    private static bool IsSocket(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
