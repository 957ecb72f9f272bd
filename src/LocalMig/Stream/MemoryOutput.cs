using System.Buffers;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>A stream written into memory. Service bytes are kept, descriptors are not: <see cref="Descriptors"/> tells where they would ride.</summary>
public sealed class MemoryOutput : StreamOutput
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<long> _descriptors = [];

    /// <inheritdoc/>
    public override long Offset => _bytes.WrittenCount;

    /// <inheritdoc/>
    public override ParseError? Error => null;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>The offsets of the service bytes.</summary>
    public IReadOnlyList<long> Descriptors => _descriptors;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <inheritdoc/>
    public override void WriteDescriptor(OwnedFd? descriptor)
    {
        _descriptors.Add(Offset);
        WriteByte(StreamFormat.ServiceByte);
    }
}
