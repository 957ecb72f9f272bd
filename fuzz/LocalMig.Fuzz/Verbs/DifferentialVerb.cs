using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LocalMig.Suite.Differential;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Verbs;

/// <summary><c>localmig-fuzz differential</c>: the same input to the reference and to a real QEMU.</summary>
internal static class DifferentialVerb
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var kind = new Argument<string>("KIND") { Description = "Bytes to a monitor, conversations with one, or streams to a destination." };
        kind.AcceptOnlyFromAmong("json", "session", "stream");
        var qemu = new Option<string>("--qemu") { Description = "The real QEMU.", Required = true };
        var count = new Option<int>("--count") { Description = "How many inputs.", DefaultValueFactory = _ => 1000 };
        var seed = new Option<ulong?>("--seed") { Description = "Where chance begins; a new one where not given. It is printed." };
        var verb = new Command(
            "differential",
            "Compares the reference with a real QEMU on random input. Exit code 0 where every disagreement is known and not ours, 1 otherwise, 3 where one of the two could not be asked.")
        {
            kind, qemu, count, seed,
        };
        verb.SetAction(line =>
        {
            string binary = line.GetValue(qemu)!;
            if (!TryGeneration(binary, out QemuGeneration generation, out string why))
                return Break(why);
            ulong start = line.GetValue(seed) ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
            Console.WriteLine($"{line.GetValue(kind)}, {binary}, seed {start}");
            return Run(line.GetValue(kind)!, binary, generation, line.GetValue(count), start);
        });
        return verb;
    }

    private static int Run(string kind, string binary, QemuGeneration generation, int count, ulong seed)
    {
        if (!KnownDisagreements.Read(File.ReadAllText(Path.Combine(Places.Fixtures, "agreement", "disagreements.txt"))).TryGet(out KnownDisagreements? known, out string? wrong))
            return Break($"disagreements.txt: {wrong}");
        string folder = Directory.CreateDirectory(Path.Combine(Places.Root, "artifacts", "fuzz", "differential", kind)).FullName;
        var clock = Stopwatch.StartNew();
        TimeSpan told = TimeSpan.Zero;
        int unsorted = 0;
        DifferentialOptions options = new()
        {
            Known = known,
            Found = found => Console.WriteLine($"unsorted {++unsorted}:\n{found}"),
            Progress = inputs =>
            {
                if (clock.Elapsed - told < Pace)
                    return;
                told = clock.Elapsed;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{inputs} of {count} inputs, {inputs / clock.Elapsed.TotalSeconds:0}/s"));
            },
        };
        DifferentialResult result = Compare(kind, binary, generation, seed, count, options);
        foreach ((Disagreement disagreement, _) in result.Disagreements.Where(static d => d.Known is null))
            Save(disagreement, folder);
        Console.Write(result.ToText());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0} s"));
        return result.Problem is not null || result.Inputs == 0 ? FuzzCommand.Broken : result.IsGood ? FuzzCommand.Clean : FuzzCommand.Found;
    }

    private static DifferentialResult Compare(string kind, string binary, QemuGeneration generation, ulong seed, int count, DifferentialOptions options)
    {
        if (kind == "stream")
        {
            byte[][] recorded = [.. Directory.EnumerateFiles(Path.Combine(Places.Fixtures, "streams"), "*-none-unix.bin").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
            return new StreamDifferential(() => new ReferencePeer(generation, "none"), () => new QemuPeer(binary, "-incoming", "defer"), options)
                .Streams(StreamInputs.Generate(seed, recorded).Take(count), Environment.ProcessorCount);
        }

        using ReferencePeer ours = new(generation);
        using QemuPeer theirs = new(binary);
        using MonitorDifferential differential = new(ours, theirs, options);
        return kind == "json"
            ? differential.Bytes(JsonInputs.Generate(seed).Take(count))
            : differential.Sessions(SessionInputs.Generate(seed, generation).Take(count));
    }

    // The bytes of each message in a file of its own, and what is different beside them.
    private static void Save(Disagreement disagreement, string folder)
    {
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(disagreement.ToString())))[..16];
        foreach ((int index, byte[] part) in disagreement.Input.Index())
            File.WriteAllBytes(Path.Combine(folder, $"{name}.{index}"), part);
        File.WriteAllText(Path.Combine(folder, $"{name}.txt"), disagreement.ToString());
        Console.WriteLine($"saved: {Path.Combine(folder, name)}.txt");
    }

    // The behaviours differ between 7.2 and 11.1; what comes between is nearer to the newer one.
    private static bool TryGeneration(string binary, out QemuGeneration generation, out string why)
    {
        generation = QemuGeneration.Qemu11;
        why = "";
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(binary, "--version") { RedirectStandardOutput = true, UseShellExecute = false })!;
            string[] words = process.StandardOutput.ReadToEnd().Split(' ', '\n');
            process.WaitForExit();
            int at = Array.IndexOf(words, "version");
            if (at < 0 || at + 1 >= words.Length || !int.TryParse(words[at + 1].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major))
                why = $"{binary} does not tell its version";
            else if (major < 8)
                generation = QemuGeneration.Qemu7;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            why = $"{binary}: {e.Message}";
        }

        return why.Length == 0;
    }

    private static int Break(string problem)
    {
        Console.Error.WriteLine($"localmig-fuzz: {problem}");
        return FuzzCommand.Broken;
    }
}
