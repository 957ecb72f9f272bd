using System.Runtime.CompilerServices;
using LocalMig.Wire;

namespace LocalMig.Json;

/// <summary>Reads messages of QMP's JSON dialect from bytes that may be split anywhere (facts, A.5 to A.7).</summary>
/// <remarks>
/// <para>Two behaviours. <see cref="QemuGeneration.Qemu11"/> reports an error at the token where it shows, then skips in
/// silence until braces and brackets balance. <see cref="QemuGeneration.Qemu7"/> reports it when they balance, as if it
/// had looked at the tokens only then; the sink is told what came before the error as it comes. Both drop the message at a stray character and look for the next token only after a structural
/// character, a control character, 0xFE or 0xFF: so 0xFF brings any parser back to a clean state.</para>
/// <para>Nothing is allocated for a message whose tokens lie whole in the bytes given, once the buffers have grown to
/// their working size. What is held never exceeds the limits. Not safe for use by several threads at once.</para>
/// </remarks>
public sealed partial class JsonParser
{
    private readonly bool _defers;
    private readonly Limits _limits;

    // Where we are: bytes of earlier calls, lines so far, and the offset of the first byte of this line.
    private long _before;
    private long _line = 1;
    private long _lineStart;

    /// <summary>A parser in its initial state.</summary>
    /// <param name="generation">Whose errors to give.</param>
    /// <param name="limits">Depth, tokens and bytes of a message; <see cref="Limits.Untrusted"/> where null.</param>
    public JsonParser(QemuGeneration generation = QemuGeneration.Qemu11, Limits? limits = null)
    {
        _defers = generation == QemuGeneration.Qemu7;
        _limits = limits ?? Limits.Untrusted;
    }

    /// <summary>Bytes read so far.</summary>
    public long Offset => _before;

    /// <summary>Whether nothing of a message was read yet: no token, no part of one, no broken message to skip.</summary>
    public bool IsIdle => _state is LexerState.Start or LexerState.Recovery && !_skipping && _tokens == 0;

    /// <summary>Reads on.</summary>
    /// <param name="bytes">What came next.</param>
    /// <param name="sink">Is told what was read, in order.</param>
    public void Feed<TSink>(ReadOnlySpan<byte> bytes, ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        int i = 0;
        while (i < bytes.Length)
        {
            if (_state != LexerState.Start)
            {
                i = Continue(bytes, i, ref sink);
                continue;
            }

            if (_isOrdinary)
            {
                i = ReadOrdinary(bytes, i, ref sink);
                if (i == bytes.Length)
                    break;
            }

            byte b = bytes[i];
            switch (Alphabet.ClassOf(b))
            {
                case ByteClass.Blank:
                    i++;
                    break;
                case ByteClass.LineFeed:
                    i++;
                    NextLine(i);
                    break;
                case >= ByteClass.Colon:
                    BeginToken(i);
                    i++;
                    Accept(Alphabet.Structural(b), bytes.Slice(i - 1, 1), i, ref sink);
                    break;
                case ByteClass.Quote:
                    i = ReadString(bytes, i, ref sink);
                    break;
                case ByteClass.Digit:
                    i = ReadInteger(bytes, i, ref sink);
                    break;
                case ByteClass.Letter:
                    i = ReadKeyword(bytes, i, ref sink);
                    break;
                default:
                    BeginToken(i);
                    _state = LexerState.Any;
                    break;
            }
        }

        _before += bytes.Length;
        Shrink();
    }

    /// <summary>The input is over: a number or keyword at the top that only waited for its end is complete now.</summary>
    /// <returns>Whether nothing unfinished was left. The parser is in its initial state again, except for the place.</returns>
    public bool Finish<TSink>(ref TSink sink)
        where TSink : IJsonSink, allows ref struct
    {
        JsonTokenKind kind = LexerTable.EndsAs(_state);
        if (kind != JsonTokenKind.Stray)
        {
            _state = LexerState.Start;
            Accept(kind, Held, 0, ref sink);
        }

        bool whole = IsIdle;
        _state = LexerState.Start;
        _heldLength = 0;
        EndMessage();
        return whole;
    }

    /// <summary>Reads on, into values.</summary>
    /// <param name="bytes">What came next.</param>
    /// <param name="builder">Gets the messages and the errors, in order.</param>
    public void Feed(ReadOnlySpan<byte> bytes, JsonValueBuilder builder)
    {
        var sink = new JsonValueBuilder.Sink(builder);
        Feed(bytes, ref sink);
    }

    /// <inheritdoc cref="Finish{TSink}(ref TSink)"/>
    /// <param name="builder">Gets the last message.</param>
    public bool Finish(JsonValueBuilder builder)
    {
        var sink = new JsonValueBuilder.Sink(builder);
        return Finish(ref sink);
    }

    private void NextLine(int next)
    {
        _line++;
        _lineStart = _before + next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void BeginToken(int at)
    {
        _tokenOffset = _before + at;
        _tokenLate = _lateAt == _tokenOffset;
    }

    private void Shrink()
    {
        const int Keep = 1 << 20;
        if (_tokens != 0 || _heldLength != 0)
            return;
        if (_held.Length > Keep)
            _held = [];
        if (_decoded.Length > Keep)
            _decoded = [];
        _keys.Shrink();
    }
}
