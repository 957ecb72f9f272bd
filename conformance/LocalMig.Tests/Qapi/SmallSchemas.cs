using System.Text;

namespace LocalMig.Tests.Qapi;

/// <summary>A small schema with what is to be found in it, from fixtures/schemas-small.</summary>
/// <param name="Name">Family and name.</param>
/// <param name="Text">The main file.</param>
/// <param name="Files">What it includes, by name.</param>
/// <param name="Expected">The findings, in the form of QEMU's generator.</param>
public sealed record SmallSchema(string Name, string Text, IReadOnlyDictionary<string, string> Files, string Expected)
{
    public override string ToString() => Name;
}

/// <summary>Reads the .cases files: "=== name" begins a case, "=&gt; file" an included file, "---" the findings.</summary>
internal static class SmallSchemas
{
    public static string Folder { get; } = Path.Combine(Root(), "fixtures", "schemas-small");

    public static IReadOnlyList<SmallSchema> All { get; } = [.. Directory.EnumerateFiles(Folder, "*.cases").Order(StringComparer.Ordinal).SelectMany(Read)];

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LocalMigTests.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("not inside the project");
        return folder;
    }

    private static IEnumerable<SmallSchema> Read(string path)
    {
        string family = Path.GetFileNameWithoutExtension(path);
        foreach (string part in ("\n" + File.ReadAllText(path)).Split("\n=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            StringBuilder text = new();
            StringBuilder expected = new();
            Dictionary<string, StringBuilder> files = new(StringComparer.Ordinal);
            StringBuilder current = text;
            string[] lines = part.Split('\n');
            foreach (string line in lines[1..])
            {
                if (line == "---")
                    current = expected;
                else if (line.StartsWith("=> ", StringComparison.Ordinal))
                    files.Add(line[3..], current = new StringBuilder());
                else
                    current.Append(line).Append('\n');
            }

            yield return new SmallSchema(
                $"{family}/{lines[0]}",
                text.ToString(),
                files.ToDictionary(static f => f.Key, static f => f.Value.ToString(), StringComparer.Ordinal),
                expected.ToString().TrimEnd('\n'));
        }
    }
}
