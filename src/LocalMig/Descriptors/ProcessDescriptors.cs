using System.Globalization;

namespace LocalMig.Descriptors;

/// <summary>A descriptor of some process, seen from outside.</summary>
/// <param name="Process">The process id.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Description">What it refers to: <c>socket:[4711]</c>, <c>/dev/net/tun iff=tap0</c>, <c>/memfd:x (deleted)</c>.</param>
public sealed record ProcessDescriptor(int Process, int Number, string Description)
{
    /// <summary>Whether it refers to the same open file description as another.</summary>
    public Sameness CompareTo(ProcessDescriptor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return OpenFileDescription.Compare(Process, Number, other.Process, other.Number);
    }
}

/// <summary>The descriptors that a process holds, by /proc.</summary>
public static class ProcessDescriptors
{
    /// <summary>All of them, in the order of their numbers; none where the process is gone or may not be looked at.</summary>
    /// <param name="process">The process id.</param>
    public static IReadOnlyList<ProcessDescriptor> Of(int process)
    {
        string text = process.ToString(CultureInfo.InvariantCulture);
        string listing = $"/proc/{text}/fd";
        var found = new List<ProcessDescriptor>();
        try
        {
            foreach (string entry in Directory.EnumerateFileSystemEntries(listing))
            {
                if (!int.TryParse(Path.GetFileName(entry.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                    continue;
                string description = DescriptorText.Of(text, number);
                // Closed meanwhile, or the listing's own descriptor.
                if (description != "closed" && !string.Equals(description, listing, StringComparison.Ordinal))
                    found.Add(new ProcessDescriptor(process, number, description));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        found.Sort((a, b) => a.Number.CompareTo(b.Number));
        return found;
    }
}
