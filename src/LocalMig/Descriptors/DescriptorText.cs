using System.Globalization;
using System.Text;
using LocalMig.Native;

namespace LocalMig.Descriptors;

/// <summary>What /proc knows about a descriptor, of this process or of another.</summary>
internal static class DescriptorText
{
    private const int PathSize = 4096;
    private const string TunDevice = "/dev/net/tun";

    /// <summary>The target of the descriptor's link, and for a TAP its interface.</summary>
    /// <param name="process">A process id, or <c>self</c>.</param>
    /// <param name="number">The number of the descriptor there.</param>
    internal static string Of(string process, int number)
    {
        string target = Link(process, number);
        return target is TunDevice && Field(process, number, "iff:") is { } tap ? $"{target} iff={tap}" : target;
    }

    /// <summary>The target of the descriptor's link; "closed" if there is none.</summary>
    internal static unsafe string Link(string process, int number)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd/{number}");
        byte* target = stackalloc byte[PathSize];
        nint length = Libc.ReadLink(path, target, PathSize);
        return length < 0 ? "closed" : Encoding.UTF8.GetString(target, (int)length);
    }

    /// <summary>A line of the descriptor's fdinfo, such as <c>flags:</c> or <c>iff:</c>, without its name; null if it has none.</summary>
    internal static string? Field(string process, int number, string name)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fdinfo/{number}");
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                if (line.StartsWith(name, StringComparison.Ordinal))
                    return line[name.Length..].Trim();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The descriptor or the process is gone, or not ours to look at: nothing is known.
        }

        return null;
    }
}
