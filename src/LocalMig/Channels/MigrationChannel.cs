namespace LocalMig.Channels;

/// <summary>What a channel is for.</summary>
public enum ChannelType
{
    /// <summary>The stream itself.</summary>
    Main,

    /// <summary>The state of mode cpr-transfer, before the stream.</summary>
    Cpr,
}

/// <summary>An entry of the argument <c>channels</c>.</summary>
/// <param name="Type">What the channel is for.</param>
/// <param name="Address">Where it goes.</param>
public sealed record MigrationChannel(ChannelType Type, MigrationAddress Address);
