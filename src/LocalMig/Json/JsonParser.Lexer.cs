using System.Numerics;
using System.Runtime.Intrinsics;

namespace LocalMig.Json;

public sealed partial class JsonParser
{
    private LexerState _state;

    // The token being read: where it began, and its bytes so far where it spans calls.
    private long _tokenOffset;
    private bool _tokenLate;
    private byte[] _held = [];
    private int _heldLength;

    // Offset of the byte that ended the number, keyword or rubbish before it: QEMU 11 counts its column one too high.
    private long _lateAt = -1;

    private ReadOnlySpan<byte> Held => _held.AsSpan(0, _heldLength);

    // The three below read a token that lies whole in the bytes. Where it does not, or is not of the plain form, they leave it
    // to Continue, which reads any token byte by byte and gives the same result.
    private int ReadString<TSink>(ReadOnlySpan<byte> bytes, int start, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        BeginToken(start);
        byte quote = bytes[start];
        bytes = Reach(bytes, start);
        int i = PlainEnd(bytes, start + 1, quote);
        JsonTokenKind kind = JsonTokenKind.PlainString;
        while (i < bytes.Length)
        {
            byte b = bytes[i];
            if (b == quote)
            {
                Accept(kind, bytes[start..(i + 1)], i + 1, ref sink);
                return i + 1;
            }

            kind = JsonTokenKind.String;
            if (b == '\\')
            {
                if (i + 1 == bytes.Length || bytes[i + 1] is < 0x20 or >= 0xFE)
                    break;
                i++;
            }
            else if (b is < 0x20 or >= 0xFE)
            {
                break;
            }

            i = PlainEnd(bytes, i + 1, quote);
        }

        _state = LexerState.Any;
        return start;
    }

    private int ReadInteger<TSink>(ReadOnlySpan<byte> bytes, int start, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        BeginToken(start);
        bytes = Reach(bytes, start);
        int i = start + 1;
        if (bytes[start] != '0')
        {
            while (i < bytes.Length && Alphabet.IsDigit(bytes[i]))
                i++;
        }

        if (i == bytes.Length || Alphabet.IsDigit(bytes[i]) || bytes[i] is (byte)'.' or (byte)'e' or (byte)'E')
        {
            _state = LexerState.Any;
            return start;
        }

        Accept(JsonTokenKind.Integer, bytes[start..i], i, ref sink);
        _lateAt = _before + i;
        return i;
    }

    private int ReadKeyword<TSink>(ReadOnlySpan<byte> bytes, int start, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        BeginToken(start);
        bytes = Reach(bytes, start);
        int i = start + 1;
        while (i < bytes.Length && Alphabet.IsLetter(bytes[i]))
            i++;
        if (i == bytes.Length)
        {
            _state = LexerState.Any;
            return start;
        }

        Accept(JsonTokenKind.Keyword, bytes[start..i], i, ref sink);
        _lateAt = _before + i;
        return i;
    }

    private int Continue<TSink>(ReadOnlySpan<byte> bytes, int i, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        while (i < bytes.Length)
        {
            if (_state == LexerState.Recovery)
            {
                while (i < bytes.Length && !Alphabet.EndsRecovery(bytes[i]))
                    i++;
                if (i < bytes.Length)
                {
                    _state = LexerState.Start;
                    _lateAt = _before + i;
                }

                return i;
            }

            if (_state is LexerState.DoubleQuoted or LexerState.SingleQuoted)
            {
                int plain = PlainEnd(bytes, i, _state == LexerState.DoubleQuoted ? (byte)'"' : (byte)'\'');
                i += Hold(bytes[i..plain]);
                if (Oversized(i, ref sink) || i == bytes.Length)
                    return i;
            }

            byte b = bytes[i];
            LexerState next = LexerTable.Next(_state, b);
            if (next == LexerState.EndsBefore)
            {
                JsonTokenKind kind = LexerTable.EndsAs(_state);
                _state = LexerState.Start;
                Accept(kind, Held, i, ref sink);
                _lateAt = _before + i;
                _heldLength = 0;
                return i;
            }

            Hold(bytes.Slice(i, 1));
            i++;
            if (next is LexerState.EndsHere or LexerState.Breaks)
            {
                bool broken = next == LexerState.Breaks;
                _state = broken ? LexerState.Recovery : LexerState.Start;
                Accept(broken ? JsonTokenKind.Stray : JsonTokenKind.String, Held, i, ref sink);
                _heldLength = 0;
                if (b == '\n')
                    NextLine(i);
                return i;
            }

            _state = next;
            if (Oversized(i, ref sink))
                return i;
        }

        return i;
    }

    // A token that outgrows the limit is given up in the middle, and what follows is read as if it began something new.
    private bool Oversized<TSink>(int end, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        if (_heldLength <= _limits.JsonBytes)
            return false;
        _state = LexerState.Start;
        Accept(JsonTokenKind.String, Held, end, ref sink);
        _heldLength = 0;
        return true;
    }

    /// <summary>Keeps bytes of an unfinished token, one more than the limit at most; returns how many.</summary>
    private int Hold(ReadOnlySpan<byte> bytes)
    {
        int taken = (int)Math.Min(bytes.Length, (long)_limits.JsonBytes + 1 - _heldLength);
        int needed = _heldLength + taken;
        if (needed > _held.Length)
            Array.Resize(ref _held, (int)Math.Max(BitOperations.RoundUpToPowerOf2((uint)needed), 256));
        bytes[..taken].CopyTo(_held.AsSpan(_heldLength));
        _heldLength = needed;
        return taken;
    }

    // A token in one piece is read no further than one in pieces, which is given up one byte after the limit.
    private ReadOnlySpan<byte> Reach(ReadOnlySpan<byte> bytes, int start) =>
        bytes.Length - start > _limits.JsonBytes ? bytes[..(int)Math.Min(bytes.Length, start + _limits.JsonBytes + 1L)] : bytes;

    /// <summary>The first byte from <paramref name="i"/> on that does not simply stand for itself in a string: the quote, a
    /// backslash, a control character, anything beyond ASCII.</summary>
    private static int PlainEnd(ReadOnlySpan<byte> bytes, int i, byte quote)
    {
        while (i + Vector128<byte>.Count <= bytes.Length)
        {
            // Bytes beyond ASCII are negative as signed ones: one comparison finds them and the control characters.
            Vector128<sbyte> block = Vector128.Create(bytes.Slice(i, Vector128<byte>.Count)).AsSByte();
            Vector128<sbyte> found = Vector128.LessThan(block, Vector128.Create((sbyte)0x20))
                | Vector128.Equals(block, Vector128.Create((sbyte)quote))
                | Vector128.Equals(block, Vector128.Create((sbyte)'\\'));
            uint mask = found.ExtractMostSignificantBits();
            if (mask != 0)
                return i + BitOperations.TrailingZeroCount(mask);
            i += Vector128<byte>.Count;
        }

        while (i < bytes.Length && bytes[i] != quote && bytes[i] != '\\' && (sbyte)bytes[i] >= 0x20)
            i++;
        return i;
    }
}
