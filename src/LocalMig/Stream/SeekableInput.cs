using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>A recorded stream, which can be read again from any place. Its descriptors are gone; <see cref="Descriptors"/> tells
/// where they belonged.</summary>
public abstract class SeekableInput : StreamInput
{
    private readonly List<long> _descriptors = [];

    /// <summary>The offset behind the last byte.</summary>
    public abstract long End { get; }

    /// <summary>Offsets of the service bytes read so far.</summary>
    public IReadOnlyList<long> Descriptors => _descriptors;

    /// <summary>Takes wrong service bytes, where the reader is to go on behind them; null where they fail the input.</summary>
    public ICollection<ParseError>? WrongServiceBytes { get; set; }

    /// <summary>Gives all that comes next without consuming it, as much as a span can hold, wherever that has to be brought from.
    /// Valid as long as the input is.</summary>
    public abstract ReadOnlySpan<byte> PeekAll();

    /// <summary>Goes to another place and forgets an earlier failure.</summary>
    /// <param name="offset">From the first byte that is there to <see cref="End"/>.</param>
    public void Seek(long offset)
    {
        Recover();
        MoveTo(offset);
    }

    /// <inheritdoc/>
    public override OwnedFd? ReadDescriptor()
    {
        long offset = Offset;
        // QEMU reads a zero behind the end.
        if (Error is null && Peek(1).IsEmpty)
            Fail(ParseError.At(Errors.Truncated, offset, "the input ends where a service byte was to come") with { QemuText = "unexpected service byte: 0(" });
        byte service = ReadByte();
        if (Error is not null)
            return null;
        _descriptors.Add(offset);
        if (service != StreamFormat.ServiceByte)
            Report(ParseError.At(Errors.ServiceByte, offset, $"0x{service:x2}") with { QemuText = $"unexpected service byte: {service}({(char)service})" });
        return null;
    }

    /// <summary>Makes the offset that of the next byte.</summary>
    protected abstract void MoveTo(long offset);

    private void Report(ParseError error)
    {
        if (WrongServiceBytes is null)
            Fail(error);
        else
            WrongServiceBytes.Add(error);
    }
}
