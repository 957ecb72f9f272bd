using System.Runtime.InteropServices;

namespace LocalMig.Tool;

/// <summary>Lets a verb that runs until it is told to stop end in order: on SIGINT and SIGTERM, instead of dying of them.</summary>
internal sealed class EndBySignal : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public EndBySignal()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => _end.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _end.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _end.Cancel();
    }
}
