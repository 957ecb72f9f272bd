namespace LocalMig.Wire;

public static partial class Errors
{
    /// <summary>Another thread gave the channel up.</summary>
    public static readonly ErrorRule ChannelAborted =
        new("channel.aborted", "a channel is used until somebody aborts it");

    /// <summary>An address that no socket can have.</summary>
    public static readonly ErrorRule ChannelAddress =
        new("channel.address", "an address fits the kind of socket it is for");

    /// <summary>The caller cancelled the wait.</summary>
    public static readonly ErrorRule ChannelCancelled =
        new("channel.cancelled", "a wait goes on until it is cancelled");

    /// <summary>No connection came about.</summary>
    public static readonly ErrorRule ChannelConnect =
        new("channel.connect", "somebody listens at the address");

    /// <summary>Bytes could not be sent or received.</summary>
    public static readonly ErrorRule ChannelIo =
        new("channel.io", "a channel carries bytes");

    /// <summary>Nothing can listen at the address.</summary>
    public static readonly ErrorRule ChannelListen =
        new("channel.listen", "an address to listen at is free and may be used");

    /// <summary>The other end is no longer there.</summary>
    public static readonly ErrorRule ChannelPeerGone =
        new("channel.peer-gone", "the other end of a channel stays open while it is used");

    /// <summary>The time for the operation is over.</summary>
    public static readonly ErrorRule ChannelTimeout =
        new("channel.timeout", "an operation ends before its deadline");

    /// <summary>Control data is not a sequence of control messages.</summary>
    public static readonly ErrorRule ControlMalformed =
        new("descriptor.control-malformed", "control data is a sequence of messages, each as long as it says");

    /// <summary>The kernel cut the control data: descriptors were lost.</summary>
    public static readonly ErrorRule ControlTruncated =
        new("descriptor.control-truncated", "a message arrives with every descriptor that was sent with it");

    /// <summary>Too many descriptors for one message.</summary>
    public static readonly ErrorRule DescriptorCount =
        new("descriptor.count", "a message carries at most 253 descriptors");

    /// <summary>A service byte without a descriptor.</summary>
    public static readonly ErrorRule DescriptorMissing =
        new("descriptor.missing", "the service byte of a descriptor field comes with a descriptor") { Requirement = "LM-TRANSFER-04" };

    /// <summary>Descriptors without a byte to ride on.</summary>
    public static readonly ErrorRule DescriptorWithoutByte =
        new("descriptor.without-byte", "descriptors ride on a byte of the stream");

    /// <summary>A byte other than 0x20 where a descriptor field stands.</summary>
    public static readonly ErrorRule ServiceByte =
        new("descriptor.service-byte", "a descriptor field is the byte 0x20") { Requirement = "LM-TRANSFER-03" };

    /// <summary>The channel carries bytes only.</summary>
    public static readonly ErrorRule DescriptorsUnsupported =
        new("descriptor.unsupported", "descriptors travel over a UNIX domain socket");

    /// <summary>The system refused a call.</summary>
    public static readonly ErrorRule SystemCall =
        new("system.call", "the operating system does what it is asked for");
}
