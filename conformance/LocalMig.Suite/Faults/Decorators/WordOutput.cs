using System.Buffers.Binary;
using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>A live stream whose words of eight bytes are changed when they are written as one.</summary>
/// <param name="channel">The channel.</param>
/// <param name="word">Changes a word.</param>
internal sealed class WordOutput(ChannelWriter channel, Func<ulong, ulong> word) : StreamOutput
{
    private readonly ChannelOutput _inner = new(channel);

    /// <inheritdoc/>
    public override long Offset => _inner.Offset;

    /// <inheritdoc/>
    public override ParseError? Error => _inner.Error;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == sizeof(ulong))
            WriteWord(word(BinaryPrimitives.ReadUInt64BigEndian(bytes)));
        else
            _inner.Write(bytes);
    }

    /// <inheritdoc/>
    public override void WriteDescriptor(OwnedFd? descriptor) => _inner.WriteDescriptor(descriptor);

    private void WriteWord(ulong value) => _inner.WriteUInt64(value);
}
