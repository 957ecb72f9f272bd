using System.Globalization;
using System.Text;

namespace LocalMig.Stream.Extraction;

/// <summary>Files that are made in a folder from names that a stream gives. Each is new, lies inside the folder, and is not
/// reached through a link: the folder is new or empty, and a file that is there already is never opened.</summary>
internal sealed class ExtractedFiles
{
    // Room for a suffix below the 255 bytes that a file's name may have.
    private const int LongestName = 200;

    private readonly string _folder;
    private readonly List<string> _made = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Makes the folder where it is not there.</summary>
    /// <exception cref="IOException">It cannot be made, or has something in it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made or looked into.</exception>
    public ExtractedFiles(string folder)
    {
        _folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(_folder);
        if (Directory.EnumerateFileSystemEntries(_folder).Any())
            throw new IOException($"{folder} is not empty");
    }

    /// <summary>What was made, as paths below the folder, in order.</summary>
    public IReadOnlyList<string> Made => _made;

    /// <summary>Makes a new file.</summary>
    /// <param name="subfolder">A fixed name, or empty.</param>
    /// <param name="name">Any text; see <see cref="SafeName"/>.</param>
    /// <param name="suffix">A fixed suffix.</param>
    /// <param name="path">Where it is.</param>
    public FileStream Create(string subfolder, string name, string suffix, out string path)
    {
        string safe = SafeName(name);
        string relative = Path.Combine(subfolder, safe + suffix);
        for (int again = 2; !_names.Add(relative); again++)
            relative = Path.Combine(subfolder, string.Create(CultureInfo.InvariantCulture, $"{safe}~{again}{suffix}"));
        path = Path.Combine(_folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        _made.Add(relative);
        return file;
    }

    /// <summary>A name that is one part of a path and neither <c>.</c> nor <c>..</c>: letters, digits, <c>-</c>, <c>_</c> and dots
    /// inside it stay, every other byte becomes <c>%</c> and two digits; cut where it is too long.</summary>
    public static string SafeName(string name)
    {
        var safe = new StringBuilder();
        foreach (byte value in Encoding.UTF8.GetBytes(name))
        {
            char letter = (char)value;
            if (char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' || (letter == '.' && safe.Length > 0))
                safe.Append(letter);
            else
                safe.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }

        if (safe.Length > LongestName)
            safe.Length = LongestName;
        return safe.Length == 0 ? "%" : safe.ToString();
    }
}
