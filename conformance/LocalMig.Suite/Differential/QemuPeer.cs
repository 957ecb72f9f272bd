using System.Diagnostics;
using LocalMig.Descriptors;
using LocalMig.Suite.Targets;
using LocalMig.Wire;

namespace LocalMig.Suite.Differential;

/// <summary>A real QEMU as a peer: a process with a machine of type <c>none</c>, started anew whenever it has ended.</summary>
/// <param name="binary">Its path.</param>
/// <param name="more">Arguments besides the usual ones.</param>
public sealed class QemuPeer(string binary, params IReadOnlyList<string> more) : IPeer
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-differential-").FullName;
    private QemuProcess? _process;
    private volatile string _lastWords = "";

    /// <inheritdoc/>
    public string Name => binary;

    /// <inheritdoc/>
    public bool HasEnded => _process is { HasExited: true };

    /// <inheritdoc/>
    public string LastWords => _lastWords;

    /// <inheritdoc/>
    public Result<UnixChannel, string> Connect(Deadline deadline)
    {
        string path = Path.Combine(_folder, "qmp");
        if (HasEnded)
            Stop();
        if (_process is null)
        {
            ProcessStartInfo start = QemuTarget.CommandLine(binary, path);
            foreach (string argument in more)
                start.ArgumentList.Add(argument);
            if (!QemuProcess.Start(start, path, line => _lastWords = line).TryGet(out QemuProcess? started, out string? why))
                return $"{binary}: {why}: {LastWords}";
            _process = started;
        }

        return UnixChannel.Connect(path, deadline).TryGet(out UnixChannel? channel, out ParseError? failed) ? channel : failed.ToString();
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _process?.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }
}
