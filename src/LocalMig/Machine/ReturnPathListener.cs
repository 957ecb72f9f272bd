using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>Listens, on a thread of its own, to what the destination says while the source sends (facts C, return path).</summary>
internal sealed class ReturnPathListener : IDisposable
{
    // A write that failed means that the destination went; what it said before it went is there already, or comes at once.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly Transport _channel;
    private readonly ManualResetEventSlim _wake;
    private readonly ManualResetEventSlim _ended = new();
    private readonly CancellationToken _cancellation;
    private readonly Thread _thread;
    private volatile string? _failure;

    /// <summary>Begins to listen.</summary>
    /// <param name="channel">The channel of the migration.</param>
    /// <param name="wake">Set when the destination reports a failure.</param>
    /// <param name="cancellation">Ends it.</param>
    public ReturnPathListener(Transport channel, ManualResetEventSlim wake, CancellationToken cancellation)
    {
        _channel = channel;
        _wake = wake;
        _cancellation = cancellation;
        _thread = new Thread(Run) { IsBackground = true, Name = "return path" };
        _thread.Start();
    }

    /// <summary>What went wrong, as far as is known; null otherwise.</summary>
    public string? Failure => _failure;

    /// <summary>Waits for the destination's last word.</summary>
    /// <returns>Null where the load was well, or what went wrong.</returns>
    public string? Wait()
    {
        _ended.Wait(CancellationToken.None);
        return _failure;
    }

    /// <summary>Waits a moment for the destination's last word.</summary>
    /// <returns>What went wrong, if it says so.</returns>
    public string? WaitForFailure()
    {
        _ended.Wait(LastWords, CancellationToken.None);
        return _failure;
    }

    /// <summary>Waits for the thread; the channel was aborted before, or the destination's last word has come.</summary>
    public void Dispose()
    {
        _thread.Join();
        _ended.Dispose();
    }

    private void Run()
    {
        using ChannelReader channel = new(_channel) { Deadline = Deadline.Until(_cancellation) };
        _failure = Listen(new ReturnPathReader(new ChannelInput(channel)));
        _ended.Set();
        if (_failure is not null)
            _wake.Set();
    }

    private static string? Listen(ReturnPathReader reader)
    {
        while (true)
        {
            if (!reader.Read().TryGet(out ReturnPathMessage? message, out ParseError? error))
                return error.QemuText ?? error.Detail;
            switch (message)
            {
                case null:
                    return MachineTexts.ReturnPathClosed;
                case { Type: ReturnPathType.Shut, Value: 0 }:
                    return null;
                case { Type: ReturnPathType.Shut, Value: var status }:
                    return MachineTexts.SiblingError(status);
                default:
                    break;
            }
        }
    }
}
