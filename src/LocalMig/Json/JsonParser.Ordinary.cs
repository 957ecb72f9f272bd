using System.Buffers.Binary;

namespace LocalMig.Json;

/// <summary>The tokens of an ordinary message, read and understood in one go.</summary>
/// <remarks>What is unusual is left to the rest of the parser, which reads any token and gives the same result: a token that does not
/// lie whole in the bytes, strings to decode, numbers that are no short integers, everything at the top but objects and arrays,
/// everything that is an error, everything near a limit.</remarks>
public sealed partial class JsonParser
{
    // So many digits fit a signed 64-bit integer whatever they are.
    private const int SafeDigits = 18;

    // Nothing of this message was unusual so far in a way that lasts.
    private bool _isOrdinary = true;

    /// <summary>Reads ordinary tokens from <paramref name="i"/> on; returns where the first other one begins.</summary>
    private int ReadOrdinary<TSink>(ReadOnlySpan<byte> bytes, int i, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        // A token has one byte at least: so far no limit but that of the depth can be reached.
        int reach = Math.Min(_limits.JsonTokens - _tokens, _limits.JsonBytes - 1 - (int)_tokenBytes);
        if (reach < bytes.Length - i)
            bytes = bytes[..(i + Math.Max(reach, 0))];

        while ((uint)i < (uint)bytes.Length)
        {
            byte b = bytes[i];
            int next;
            switch (Alphabet.ClassOf(b))
            {
                case ByteClass.Blank:
                    i++;
                    continue;
                case ByteClass.LineFeed:
                    i++;
                    NextLine(i);
                    continue;
                case ByteClass.Comma:
                    if (_expects is not (Expectation.NextInObject or Expectation.NextInArray))
                        return i;
                    _expects = _expects == Expectation.NextInObject ? Expectation.Key : Expectation.Value;
                    next = i + 1;
                    break;
                case ByteClass.Colon:
                    if (_expects != Expectation.Colon)
                        return i;
                    _expects = Expectation.Value;
                    next = i + 1;
                    break;
                case ByteClass.Quote:
                    next = PlainEnd(bytes, i + 1, b);
                    if (next == bytes.Length || bytes[next] != b || !TellPlain(bytes[(i + 1)..next], ref sink))
                        return i;
                    next++;
                    break;
                case ByteClass.Digit:
                    next = TellDigits(bytes, i, ref sink);
                    break;
                case ByteClass.Letter:
                    next = TellWord(bytes, i, ref sink);
                    break;
                case ByteClass.Opening:
                    if (!OpenOrdinary(b == '{', ref sink))
                        return i;
                    next = i + 1;
                    break;
                case ByteClass.Closing:
                    if (!CloseOrdinary(b == '}', ref sink))
                        return i;
                    next = i + 1;
                    if (_depth == 0)
                    {
                        sink.Complete(_before + next);
                        EndMessage();
                        i = next;
                        continue;
                    }

                    break;
                default:
                    return i;
            }

            if (next == i)
                return i;
            _tokens++;
            _tokenBytes += next - i;
            i = next;
            if (!_isOrdinary)
                return i;
        }

        return i;
    }

    private bool IsValueExpected => _expects <= Expectation.ValueOrEnd && _depth > 0;

    private bool TellPlain<TSink>(ReadOnlySpan<byte> content, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        if (IsValueExpected)
        {
            sink.String(content);
            AfterOrdinary();
            return true;
        }

        if (_expects is not (Expectation.Key or Expectation.KeyOrEnd))
            return false;
        TellName(content, ref sink);
        return true;
    }

    private int TellDigits<TSink>(ReadOnlySpan<byte> bytes, int start, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        long value = 0;
        int i = start;
        while ((uint)i < (uint)bytes.Length && Alphabet.IsDigit(bytes[i]))
            value = unchecked((value * 10) + (bytes[i++] - '0'));
        if (i == bytes.Length || i - start > SafeDigits || (bytes[start] == '0' && i > start + 1)
            || bytes[i] is (byte)'.' or (byte)'e' or (byte)'E' || !IsValueExpected)
        {
            return start;
        }

        sink.Integer(value);
        AfterOrdinary();
        _lateAt = _before + i;
        return i;
    }

    private int TellWord<TSink>(ReadOnlySpan<byte> bytes, int start, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        const uint True = 't' | ('r' << 8) | ('u' << 16) | ('e' << 24);
        const uint Null = 'n' | ('u' << 8) | ('l' << 16) | ('l' << 24);
        const uint Alse = 'a' | ('l' << 8) | ('s' << 16) | ('e' << 24);
        if (bytes.Length - start < sizeof(uint) + 2 || !IsValueExpected)
            return start;
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes[start..]);
        int end = start + sizeof(uint);
        if (word == True && !Alphabet.IsLetter(bytes[end]))
        {
            sink.Boolean(true);
        }
        else if (word == Null && !Alphabet.IsLetter(bytes[end]))
        {
            sink.Null();
        }
        else if (bytes[start] == 'f' && BinaryPrimitives.ReadUInt32LittleEndian(bytes[(start + 1)..]) == Alse && !Alphabet.IsLetter(bytes[end + 1]))
        {
            sink.Boolean(false);
            end++;
        }
        else
        {
            return start;
        }

        AfterOrdinary();
        _lateAt = _before + end;
        return end;
    }

    private bool OpenOrdinary<TSink>(bool isObject, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        if (_expects > Expectation.ValueOrEnd || _depth >= _limits.JsonDepth)
            return false;
        if (isObject)
        {
            _braces++;
            sink.BeginObject();
        }
        else
        {
            _brackets++;
            sink.BeginArray();
        }

        Open(isObject);
        return true;
    }

    private bool CloseOrdinary<TSink>(bool isObject, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        if (isObject)
        {
            if (_expects is not (Expectation.NextInObject or Expectation.KeyOrEnd))
                return false;
            _braces--;
        }
        else
        {
            if (_expects is not (Expectation.NextInArray or Expectation.ValueOrEnd))
                return false;
            _brackets--;
        }

        // In an ordinary message there is nothing to complain about afterwards.
        _ = Close(ref sink);
        return true;
    }

    private void AfterOrdinary() => _expects = _frames[_depth - 1].IsObject ? Expectation.NextInObject : Expectation.NextInArray;
}
