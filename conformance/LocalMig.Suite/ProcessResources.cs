using System.Runtime.InteropServices;
using LocalMig.Descriptors;

namespace LocalMig.Suite;

/// <summary>What this process holds: descriptors and children. Compared before and after a case.</summary>
internal sealed class ProcessResources
{
    private static readonly PosixSignalRegistration? Warm = WarmUp();

    private readonly Dictionary<string, int> _descriptors;
    private readonly HashSet<int> _children;

    private ProcessResources(Dictionary<string, int> descriptors, HashSet<int> children)
    {
        _descriptors = descriptors;
        _children = children;
    }

    /// <summary>What is held now.</summary>
    public static ProcessResources Now()
    {
        GC.KeepAlive(Warm);
        return new ProcessResources(Descriptors(), Children());
    }

    /// <summary>What is held now and was not before, in words; waits a little for threads that are just ending.</summary>
    /// <param name="patience">How long to wait for things to go away.</param>
    public IReadOnlyList<string> Leaked(TimeSpan patience)
    {
        long end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (true)
        {
            IReadOnlyList<string> leaked = Difference(Now());
            if (leaked.Count == 0 || Environment.TickCount64 >= end)
                return leaked;
            Thread.Sleep(2);
        }
    }

    private List<string> Difference(ProcessResources now)
    {
        var leaked = new List<string>();
        foreach ((string link, int count) in now._descriptors)
        {
            int more = count - _descriptors.GetValueOrDefault(link);
            if (more > 0)
                leaked.Add(more == 1 ? $"descriptor {link}" : $"{more} descriptors {link}");
        }

        leaked.AddRange(now._children.Where(c => !_children.Contains(c)).Select(c => $"child process {c}"));
        return leaked;
    }

    // Counted by what they point to: numbers are reused, and sockets and pipes carry their inode.
    private static Dictionary<string, int> Descriptors()
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string what in ProcessDescriptors.Of(Environment.ProcessId).Select(static d => d.Description))
        {
            if (!IsProgram(what))
                found[what] = found.GetValueOrDefault(what) + 1;
        }

        return found;
    }

    // The runtime opens assemblies, symbols and the queue of its socket engine when it first needs them, and keeps them.
    private static bool IsProgram(string link) =>
        link is "anon_inode:[eventpoll]" || link.EndsWith(".dll", StringComparison.Ordinal) || link.EndsWith(".pdb", StringComparison.Ordinal) || link.EndsWith(".so", StringComparison.Ordinal);

    private static HashSet<int> Children()
    {
        var found = new HashSet<int>();
        foreach (string thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                foreach (string child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    found.Add(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // The thread has ended between the listing and here, or the kernel lists no children.
            }
        }

        return found;
    }

    // The runtime opens a pipe when it first handles a signal or starts a process, and /dev/urandom when it first hashes a text or draws
    // chance: let that not look like a leak.
    private static PosixSignalRegistration? WarmUp()
    {
        _ = string.GetHashCode("text", StringComparison.Ordinal);
        _ = new Random().Next();
        return OperatingSystem.IsLinux() ? PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => { }) : null;
    }
}
