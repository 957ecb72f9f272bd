using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite.Targets;
using LocalMig.Wire;

namespace LocalMig.Suite.Replay;

/// <summary>Opens the targets of a replay that the command line names.</summary>
public static class ReplayTargetSource
{
    /// <summary>What can be named, for help and error texts.</summary>
    public const string Forms = "'reference', 'qemu:BINARY', 'qmp:unix:PATH', or 'SIDE=qmp:unix:PATH' for each side";

    private const string Monitor = "qmp:unix:";
    private const string Binary = "qemu:";

    /// <summary>Opens a target.</summary>
    /// <param name="names">As on the command line; several only where they name the monitors of several sides.</param>
    /// <param name="folder">Stands for the recorder's folder.</param>
    /// <param name="profile">The form of the feature that the reference has.</param>
    /// <param name="generation">Whose behaviour the reference follows.</param>
    /// <returns>The target, or what is wrong with a name or what it names.</returns>
    public static Result<IReplayTarget, string> Open(IReadOnlyList<string> names, ReplayFolder folder, Profile profile, QemuGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names is ["reference"])
            return new ReferenceReplayTarget(folder, profile, generation);
        if (names is [var single] && single.StartsWith(Binary, StringComparison.Ordinal))
            return QemuTarget.Find(single[Binary.Length..]) is { } binary ? new QemuReplayTarget(binary, folder) : QemuTarget.Missing(single[Binary.Length..]);

        Dictionary<string, string> sockets = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            int equals = name.IndexOf('=', StringComparison.Ordinal);
            string side = equals > 0 && TranscriptWriter.IsSide(name[..equals]) ? name[..equals] : "";
            string what = side.Length == 0 ? name : name[(equals + 1)..];
            if (what.Length <= Monitor.Length || !what.StartsWith(Monitor, StringComparison.Ordinal) || !sockets.TryAdd(side, what[Monitor.Length..]))
                return $"unknown target '{name}': expected {Forms}";
        }

        return new QmpReplayTarget(sockets);
    }

    /// <summary>Whose behaviour a recording shows: that of the version in its first greeting.</summary>
    public static QemuGeneration GenerationOf(Transcript transcript)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        Json.JsonValue? major = transcript.FirstOrDefault(static l => l.Kind == TranscriptKind.Greeting)?.Value?["QMP"]?["version"]?["qemu"]?["major"];
        return major is { Kind: Json.JsonKind.Int64, AsInt64: < 11 } ? QemuGeneration.Qemu7 : QemuGeneration.Qemu11;
    }
}
