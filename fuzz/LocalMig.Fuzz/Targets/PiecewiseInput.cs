using LocalMig.Descriptors;
using LocalMig.Stream;

namespace LocalMig.Fuzz.Targets;

/// <summary>Bytes that come in pieces: a look ahead gives what was asked for and no more than a piece.</summary>
internal sealed class PiecewiseInput(ReadOnlyMemory<byte> bytes, int piece) : StreamInput
{
    private int _position;

    public override long Offset => _position;

    public override ReadOnlySpan<byte> Peek(int count) => bytes.Span.Slice(_position, Math.Min(bytes.Length - _position, Math.Max(count, piece)));

    public override void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, bytes.Length - _position);
        _position += count;
    }

    public override OwnedFd? ReadDescriptor()
    {
        long offset = Offset;
        byte service = ReadByte();
        if (Error is null && service != StreamFormat.ServiceByte)
            Fail(Wire.ParseError.At(Wire.Errors.ServiceByte, offset, $"0x{service:x2}"));
        return null;
    }
}
