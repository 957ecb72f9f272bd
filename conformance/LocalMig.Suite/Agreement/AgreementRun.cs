using System.Collections.Concurrent;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Suite.Replay;
using LocalMig.Wire;

namespace LocalMig.Suite.Agreement;

/// <summary>Replays what was recorded of two released QEMUs against the reference in the matching behaviour, and measures the agreement.</summary>
/// <param name="fixtures">The folder with <c>transcripts</c>, <c>schemas</c> and <c>agreement</c>.</param>
/// <param name="known">The differences that are known.</param>
public sealed class AgreementRun(string fixtures, KnownDifferences known)
{
    // What never comes stands in the table, so this is waited for only where something new is wrong; machines may be slow.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<QemuGeneration, RecordedVersion> _versions = new();

    /// <summary>The versions that were recorded, by the names of their folders.</summary>
    public static IReadOnlyList<string> Versions { get; } = ["qemu-11.1.3", "qemu-7.2.22"];

    /// <summary>The recordings of a version: QMP (A), and channels, states and events (B).</summary>
    /// <param name="version">One of <see cref="Versions"/>.</param>
    /// <returns>Their names, relative to the folder of transcripts, in order.</returns>
    public IReadOnlyList<string> Files(string version) =>
        [.. Directory.EnumerateFiles(Path.Combine(fixtures, "transcripts", version), "*.txt")
            .Select(path => Path.GetFileName(path))
            .Where(static name => name[0] is 'A' or 'B')
            .Order(StringComparer.Ordinal)
            .Select(name => $"{version}/{name}")];

    /// <summary>Replays a recording against the reference in the behaviour of that version, without the feature that no release has.</summary>
    /// <param name="file">Its name, as <see cref="Files"/> gives it.</param>
    public FileAgreement Measure(string file) => Measure(file, folder => IsProtocol(file)
        ? new ServerReplayTarget(Version(Generation(file)), folder.Path)
        : new ReferenceReplayTarget(folder, Profile.Proposal, Generation(file), hasLocal: false))!;

    /// <summary>Replays a recording against whomever.</summary>
    /// <param name="file">Its name, as <see cref="Files"/> gives it.</param>
    /// <param name="start">Makes the target, given the folder that stands for the recorder's; null where there is none.</param>
    /// <returns>What came of it; null where there was no target.</returns>
    public FileAgreement? Measure(string file, Func<ReplayFolder, IReplayTarget?> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        Transcript transcript = TranscriptReader.Read(File.ReadAllText(Path.Combine(fixtures, "transcripts", file)));
        using ReplayFolder folder = new(transcript);
        using IReplayTarget? target = start(folder);
        return target is null ? null : known.Judge(file, TranscriptReplay.Run(transcript, target, new ReplayOptions
        {
            Scrubbers = folder.Scrubber is { } paths ? [.. Scrubbers.All, paths] : Scrubbers.All,
            Complete = RecordedInputs.Complete,
            Rewrite = folder.Rewrite,
            Bystander = new RecordedPeers(folder),
            NeverComes = line => known.NeverComes(file, line.LineNumber),
            Differs = line => known.Differs(file, line.LineNumber),
            Patience = Patience,
        }));
    }

    /// <summary>The version that a recording is of.</summary>
    public static QemuGeneration Generation(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.StartsWith("qemu-11", StringComparison.Ordinal) ? QemuGeneration.Qemu11 : QemuGeneration.Qemu7;
    }

    // What was recorded of JSON, negotiation, envelopes, limits and out of band uses commands that the reference machine has not: there
    // the server of the reference answers with the schema of that version.
    private static bool IsProtocol(string file) => Path.GetFileName(file).Split('-') is [['A', ..], "01" or "02" or "03" or "04" or "05" or "09", ..];

    private RecordedVersion Version(QemuGeneration generation) => _versions.GetOrAdd(generation, g =>
    {
        string version = g == QemuGeneration.Qemu11 ? "11.1.3" : "7.2.22";
        JsonValue answer = JsonText.Parse(File.ReadAllText(Path.Combine(fixtures, "schemas", $"query-qmp-schema-{version}.json"))).Value;
        JsonValue introspection = answer["return"] ?? answer;
        return new RecordedVersion(g, introspection, Introspection.Read(introspection).Value);
    });
}
