using System.CommandLine;
using System.Security.Cryptography;
using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Verbs;

/// <summary><c>localmig-fuzz minimise</c>: of a corpus the inputs that are needed for all that it covers; of a finding the bytes that
/// are needed for it.</summary>
internal static class MinimiseVerb
{
    private const int StackSize = 1 << 20;
    private const int DigestLength = 12;

    public static Command Create()
    {
        var what = new Argument<string[]>("TARGET|FILE") { Description = "Targets ('all'): their corpora are written anew. Or files: they are made shorter in place." };
        var target = new Option<string?>("--target") { Description = "The target of the files." };
        var verb = new Command("minimise", "Makes corpora and findings as small as they can be.") { what, target };
        verb.SetAction(line =>
        {
            string[] named = line.GetValue(what)!;
            if (File.Exists(named[0]))
                return named.Max(path => Shorten(path, line.GetValue(target)));
            IReadOnlyList<FuzzTarget> targets = [.. FuzzTargets.All().Where(t => named.Contains("all") || named.Contains(t.Name)).Where(static t => t.Name != SelfTestVerb.Target)];
            if (targets.Count == 0)
                return FuzzCommand.Refuse($"no target and no file '{named[0]}'");
            foreach (FuzzTarget one in targets)
            {
                var thread = new Thread(() => Corpus(one), StackSize);
                thread.Start();
                thread.Join();
            }

            return FuzzCommand.Clean;
        });
        return verb;
    }

    // What has a name stays, because somebody put it there for what the name says. Then shortest first: an input stays if it covers
    // something that none before it does; and one for each word of the dictionary.
    private static void Corpus(FuzzTarget target)
    {
        string[] named = [.. Places.Inputs(Places.Corpora, target.Name).Where(static path => !IsDigest(Path.GetFileName(path)))];
        HashSet<string> stays = [.. named.Select(static path => Digest(File.ReadAllBytes(path)))];
        string[] queues = Directory.Exists(Path.Combine(Places.Work, target.Name))
            ? [.. Directory.EnumerateDirectories(Path.Combine(Places.Work, target.Name), "queue", SearchOption.AllDirectories)]
            : [];
        byte[][] inputs =
        [
            .. target.StartInputs().Concat(target.Seeds(Places.Fixtures)).Concat(queues.SelectMany(static queue => Directory.EnumerateFiles(queue, "id:*")).Select(File.ReadAllBytes))
                .Where(input => input.Length <= target.MaximumLength).DistinctBy(Convert.ToHexString, StringComparer.Ordinal).OrderBy(input => stays.Contains(Digest(input)) ? 0 : 1).ThenBy(static input => input.Length).ThenBy(Convert.ToHexString, StringComparer.Ordinal),
        ];
        var runner = new TargetRunner(target);
        HashSet<int> covered = [];
        List<byte[]> kept = [];
        HashSet<byte[]> words = [.. target.Dictionary];
        int broken = 0;
        foreach (byte[] input in inputs)
        {
            // The oracles' own runs cover what the plain one does not.
            TraceMap.OfProcess.Begin();
            if (runner.Run(input) is not null || runner.Examine(input) is not null)
            {
                broken++;
                continue;
            }

            List<int> seen = [];
            _ = TraceMap.OfProcess.TakeSignature(seen);
            // Places only: how often an edge was taken matters to the search, not to a corpus that is kept.
            bool news = false;
            foreach (int place in seen)
                news |= covered.Add(place >> 8);
            bool word = words.RemoveWhere(w => input.AsSpan().IndexOf(w) >= 0) > 0;
            if (news || word || stays.Contains(Digest(input)))
                kept.Add(input);
        }

        string folder = Path.Combine(Places.Corpora, target.Name);
        Directory.CreateDirectory(folder);
        foreach (string path in Directory.EnumerateFiles(folder).Except(named, StringComparer.Ordinal))
            File.Delete(path);
        foreach (byte[] input in kept.Where(input => !stays.Contains(Digest(input))))
            File.WriteAllBytes(Path.Combine(folder, Digest(input)), input);
        string unused = words.Count == 0 ? "" : $"; words in no input: {string.Join(' ', words.Select(Convert.ToHexStringLower))}";
        Console.WriteLine($"{target.Name,-18} {inputs.Length} inputs, {kept.Count} kept, {kept.Sum(static input => input.Length)} bytes, {covered.Count} edges{unused}{(broken == 0 ? "" : $"; {broken} left out because they break something: run 'replay'")}");
    }

    private static string Digest(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..DigestLength];

    private static bool IsDigest(string name) => name.Length == DigestLength && name.All(char.IsAsciiHexDigitLower);

    private static int Shorten(string path, string? named)
    {
        if (ReplayVerb.TargetOf(path, named) is not { } target)
            return FuzzCommand.Refuse($"{path}: which target? Say --target");
        var runner = new TargetRunner(target);
        byte[] best = File.ReadAllBytes(path);
        if (Signature(runner, best) is not { } wanted)
        {
            Console.WriteLine($"{path}: breaks nothing");
            return FuzzCommand.Clean;
        }

        for (int step = Math.Max(1, best.Length / 2); step >= 1; step /= 2)
        {
            for (int at = 0; at < best.Length;)
            {
                byte[] shorter = [.. best.AsSpan(0, at), .. best.AsSpan(Math.Min(best.Length, at + step))];
                if (Signature(runner, shorter) == wanted)
                    best = shorter;
                else
                    at += step;
            }
        }

        File.WriteAllBytes(path, best);
        Console.WriteLine($"{path}: {best.Length} bytes, {wanted}");
        return FuzzCommand.Clean;
    }

    private static string? Signature(TargetRunner runner, byte[] input) => (runner.Run(input) ?? runner.Examine(input))?.Signature;
}
