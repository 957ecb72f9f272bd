using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>A side channel of multifd in use, on a thread of its own.</summary>
internal sealed class SideChannel : IDisposable
{
    private readonly Transport _channel;
    private readonly Thread _thread;
    private ParseError? _error;

    /// <summary>Begins to use it.</summary>
    /// <param name="channel">The channel; this one owns it.</param>
    /// <param name="file">What it is written to or read from; for the error text.</param>
    /// <param name="use">What is done with it, to its end.</param>
    public SideChannel(Transport channel, string file, Func<Transport, ParseError?> use)
    {
        _channel = channel;
        _thread = new Thread(() => Run(file, use)) { IsBackground = true, Name = "side channel" };
        _thread.Start();
    }

    /// <summary>Waits until all have ended.</summary>
    /// <returns>What went wrong with the first one that did, or null.</returns>
    public static ParseError? Wait(IReadOnlyList<SideChannel> channels)
    {
        foreach (SideChannel channel in channels)
            channel._thread.Join();
        return channels.Select(static channel => channel._error).FirstOrDefault(static error => error is not null);
    }

    /// <summary>Gives the channel up, whatever is done with it, and closes it.</summary>
    public void Dispose()
    {
        _channel.Abort();
        _thread.Join();
        _channel.Dispose();
    }

    private void Run(string file, Func<Transport, ParseError?> use)
    {
        try
        {
            _error = use(_channel);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            _error = ParseError.In(Errors.SystemCall, file, failed.Message);
        }
    }
}
