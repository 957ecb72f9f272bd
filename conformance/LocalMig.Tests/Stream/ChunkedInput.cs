using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

/// <summary>Bytes that arrive in pieces, as over a socket: a look gives what is needed and no more than the piece holds.</summary>
/// <param name="bytes">All of them.</param>
/// <param name="ends">Where each piece ends, ascending; the last byte ends one anyway.</param>
internal sealed class ChunkedInput(byte[] bytes, IReadOnlyList<int> ends) : StreamInput
{
    private int _position;
    private int _piece;

    public override long Offset => _position;

    public override ReadOnlySpan<byte> Peek(int count)
    {
        while (_piece < ends.Count && ends[_piece] < _position + Math.Max(count, 1))
            _piece++;
        int end = _piece < ends.Count ? ends[_piece] : bytes.Length;
        return bytes.AsSpan(_position, end - _position);
    }

    public override void Advance(int count) => _position += count;

    public override OwnedFd? ReadDescriptor()
    {
        if (ReadByte() != StreamFormat.ServiceByte)
            Fail(ParseError.At(Errors.ServiceByte, Offset - 1, ""));
        return null;
    }
}
