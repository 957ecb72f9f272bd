using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Stream.Live;

/// <summary>What a destination says on the return path while it reads a stream: a PONG for each PING, at the end a SHUT. Nothing before
/// the source has opened the path.</summary>
public sealed class ReturnPathAnswers
{
    private readonly Transport _channel;
    private readonly bool _acknowledge;

    /// <summary>Answers on a channel.</summary>
    /// <param name="channel">The channel that the stream comes from; it stays with its owner.</param>
    /// <param name="acknowledgeSwitchover">Whether to say that the switchover may happen, as capability switchover-ack has it.</param>
    public ReturnPathAnswers(Transport channel, bool acknowledgeSwitchover = false)
    {
        _channel = channel;
        _acknowledge = acknowledgeSwitchover;
    }

    /// <summary>Whether the source has opened the path.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How many pings were answered.</summary>
    public int Pongs { get; private set; }

    /// <summary>Answers an element, if it is one that asks for an answer.</summary>
    /// <returns>What went wrong with the channel, or null.</returns>
    public ParseError? Answer(StreamElement element)
    {
        switch (element)
        {
            case CommandElement { Command: StreamCommand.OpenReturnPath }:
                IsOpen = true;
                return _acknowledge ? Say(static path => path.Write(ReturnPathType.SwitchoverAck)) : null;
            case CommandElement { Command: StreamCommand.Ping } ping:
                Pongs++;
                return Say(path => path.Pong(new MemoryInput(ping.Data.ToArray()).ReadUInt32()));
            default:
                return null;
        }
    }

    /// <summary>Says the last word.</summary>
    /// <param name="status">0 where the load was well.</param>
    /// <returns>What went wrong with the channel, or null.</returns>
    public ParseError? Shut(uint status) => Say(path => path.Shut(status));

    private ParseError? Say(Action<ReturnPathWriter> word)
    {
        if (!IsOpen)
            return null;
        using var channel = new ChannelWriter(_channel);
        word(new ReturnPathWriter(new ChannelOutput(channel)));
        channel.Flush();
        return channel.Error;
    }
}
