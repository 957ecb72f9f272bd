using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>A live stream whose descriptor fields are written in another way.</summary>
/// <param name="channel">The channel.</param>
/// <param name="write">Writes a descriptor field.</param>
internal sealed class FieldOutput(ChannelWriter channel, Action<FieldOutput, OwnedFd> write) : StreamOutput
{
    private readonly List<OwnedFd> _pending = [];

    /// <summary>The channel.</summary>
    public ChannelWriter Channel => channel;

    /// <summary>How many descriptor fields were written.</summary>
    public int Fields { get; private set; }

    /// <inheritdoc/>
    public override long Offset => channel.Offset;

    /// <inheritdoc/>
    public override ParseError? Error => channel.Error;

    /// <summary>Lets a descriptor ride on the next byte that is written.</summary>
    /// <param name="descriptor">Its owner keeps it open until then.</param>
    public void RideOnNext(OwnedFd descriptor) => _pending.Add(descriptor);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_pending.Count > 0 && !bytes.IsEmpty)
        {
            channel.SendWithDescriptors(bytes[..1], [.. _pending]);
            _pending.Clear();
            bytes = bytes[1..];
        }

        channel.Write(bytes);
    }

    /// <inheritdoc/>
    public override void WriteDescriptor(OwnedFd? descriptor)
    {
        write(this, descriptor!);
        Fields++;
    }
}
