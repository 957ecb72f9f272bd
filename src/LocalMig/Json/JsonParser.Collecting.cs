using System.Numerics;
using System.Runtime.InteropServices;

namespace LocalMig.Json;

/// <summary>QEMU 7: tokens are put aside until braces and brackets balance, and parsed then.</summary>
public sealed partial class JsonParser
{
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Collected(JsonTokenKind Kind, int Start, int Length, long Offset);

    private Collected[] _collected = [];
    private int _collectedCount;
    private byte[] _collectedBytes = [];
    private int _collectedLength;

    private void Collect<TSink>(JsonFault fault, JsonTokenKind kind, ReadOnlySpan<byte> text, int end, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        if (fault != JsonFault.None)
        {
            Fail(fault, text, _tokenOffset, ref sink);
            EndMessage();
            return;
        }

        Keep(kind, text);
        if (!IsBalanced)
            return;

        for (int i = 0; i < _collectedCount; i++)
        {
            Collected token = _collected[i];
            ReadOnlySpan<byte> bytes = _collectedBytes.AsSpan(token.Start, token.Length);
            fault = Step(token.Kind, bytes, ref sink);
            if (fault != JsonFault.None)
            {
                Fail(fault, bytes, token.Offset, ref sink);
                EndMessage();
                return;
            }
        }

        sink.Complete(_before + end);
        EndMessage();
    }

    private void Keep(JsonTokenKind kind, ReadOnlySpan<byte> text)
    {
        if (_collectedCount == _collected.Length)
            Array.Resize(ref _collected, Math.Max(64, _collectedCount * 2));
        if (text.Length > _collectedBytes.Length - _collectedLength)
            Array.Resize(ref _collectedBytes, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1024, _collectedLength + text.Length)));
        text.CopyTo(_collectedBytes.AsSpan(_collectedLength));
        _collected[_collectedCount++] = new Collected(kind, _collectedLength, text.Length, _tokenOffset);
        _collectedLength += text.Length;
    }
}
