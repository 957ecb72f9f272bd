using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>What a JSON parser told, as numbers that can be compared: everything, and the whole messages alone.</summary>
internal struct JsonDigest : IJsonSink
{
    private ulong _message;

    /// <summary>Everything that was told, errors with their places and texts included. A message that fails is told in parts by
    /// one behaviour and not by the other.</summary>
    public ulong Events;

    /// <summary>The messages that came to their end, with their places.</summary>
    public ulong Messages;

    public int Completed;
    public ErrorRule? FirstError;
    public long LastOffset;
    public bool Whole;
    public bool IsLimited;

    public void BeginObject() => Note(1, 0);

    public void EndObject() => Note(2, 0);

    public void BeginArray() => Note(3, 0);

    public void EndArray() => Note(4, 0);

    public void Key(ReadOnlySpan<byte> utf8) => Note(5, Hash(utf8));

    public void String(ReadOnlySpan<byte> utf8) => Note(6, Hash(utf8));

    public void Integer(long value) => Note(7, (ulong)value);

    public void Unsigned(ulong value) => Note(8, value);

    public void Double(double value) => Note(9, BitConverter.DoubleToUInt64Bits(value));

    public void Boolean(bool value) => Note(10, value ? 1UL : 0);

    public void Null() => Note(11, 0);

    public void Complete(long end)
    {
        Note(12, (ulong)end);
        Messages = Mix(Messages, _message);
        _message = 0;
        Completed++;
        LastOffset = Math.Max(LastOffset, end);
    }

    public void Fail(in JsonError error)
    {
        FirstError ??= error.Rule;
        IsLimited |= error.Rule == Errors.JsonDepth;
        LastOffset = Math.Max(LastOffset, error.Offset);
        Events = Mix(Events, (ulong)string.GetHashCode(error.Text, StringComparison.Ordinal) ^ ((ulong)error.Offset << 20) ^ ((ulong)error.Line << 40) ^ ((ulong)error.Column << 50));
        _message = 0;
    }

    private void Note(ulong kind, ulong value)
    {
        _message = Mix(_message, (kind << 56) ^ value);
        Events = Mix(Events, (kind << 56) ^ value);
    }

    private static ulong Mix(ulong state, ulong value) => (ulong.RotateLeft(state, 7) ^ value) * 0x9e3779b97f4a7c15;

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (ulong)bytes.Length;
        foreach (byte b in bytes)
            hash = (hash ^ b) * 1099511628211;
        return hash;
    }
}
