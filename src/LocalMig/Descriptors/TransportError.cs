using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>The errors that all transports share, in the words that QEMU uses where its users can see them.</summary>
internal static class TransportError
{
    /// <summary>"Unable to write to socket: Broken pipe".</summary>
    internal static ParseError Io(string what, int errno, long offset) =>
        ParseError.At(Errno.IsPeerGone(errno) ? Errors.ChannelPeerGone : Errors.ChannelIo, offset, $"{what}: {Errno.Text(errno)}");

    /// <summary>"unix:/run/m does not support fd passing".</summary>
    internal static ParseError Unsupported(string channel, long offset) =>
        ParseError.At(Errors.DescriptorsUnsupported, offset, $"{channel} does not support fd passing");

    /// <summary>A wait that did not end with a descriptor that is ready.</summary>
    internal static ParseError Wait(WaitOutcome outcome, string channel, long offset) => outcome switch
    {
        WaitOutcome.TimedOut => ParseError.At(Errors.ChannelTimeout, offset, $"{channel} was not ready in time"),
        WaitOutcome.Cancelled => ParseError.At(Errors.ChannelCancelled, offset, $"waiting for {channel} was cancelled"),
        _ => ParseError.At(Errors.ChannelAborted, offset, $"{channel} was aborted"),
    };
}
