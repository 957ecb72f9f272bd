using System.CommandLine;
using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Verbs;

/// <summary><c>localmig-fuzz replay</c>: runs inputs through their target, with all oracles.</summary>
internal static class ReplayVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Inputs; a folder stands for what is in it. None: all corpora and findings.", Arity = ArgumentArity.ZeroOrMore };
        var target = new Option<string?>("--target") { Description = "The target; where not given, the folder's name tells it." };
        var verb = new Command("replay", "Runs inputs once more. Exit code 1 where one breaks something.") { files, target };
        verb.SetAction(line =>
        {
            string[] named = line.GetValue(files)!;
            IEnumerable<string> paths = named.Length > 0
                ? named.SelectMany(FilesOf)
                : FuzzTargets.All().SelectMany(static t => Places.Inputs(Places.Corpora, t.Name).Concat(Places.Inputs(Places.Findings, t.Name)));
            return Replay(paths, line.GetValue(target));
        });
        return verb;
    }

    private static IEnumerable<string> FilesOf(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];

    /// <summary>The target of a file: the one that is named, or that of its folder.</summary>
    public static FuzzTarget? TargetOf(string path, string? named) =>
        named is not null ? FuzzTargets.Find(named) : Path.GetFullPath(path).Split('/').Reverse().Select(FuzzTargets.Find).FirstOrDefault(static t => t is not null);

    private static int Replay(IEnumerable<string> paths, string? named)
    {
        Dictionary<string, FuzzTarget?> targets = new(StringComparer.Ordinal);
        int count = 0;
        int broken = 0;
        foreach (string path in paths)
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (!targets.TryGetValue(folder, out FuzzTarget? target))
                targets[folder] = target = TargetOf(path, named);
            if (target is null)
                return FuzzCommand.Refuse($"{path}: which target? Say --target");
            if (!File.Exists(path))
                return FuzzCommand.Refuse($"{path}: no such file");
            byte[] input = File.ReadAllBytes(path);
            var runner = new TargetRunner(target);
            count++;
            if ((runner.Run(input) ?? runner.Examine(input)) is not { } finding)
                continue;
            broken++;
            Console.WriteLine($"{path}: {finding.Signature} {finding.Kind}\n{finding.Text}");
        }

        Console.WriteLine($"{count} inputs, {broken} findings");
        return count == 0 ? FuzzCommand.Refuse("nothing to replay") : broken > 0 ? FuzzCommand.Found : FuzzCommand.Clean;
    }
}
