namespace LocalMig.Suite;

/// <summary>Something that went over a wire while a case ran, or a note about it.</summary>
/// <param name="Microseconds">Time since the case began.</param>
/// <param name="Channel">Which wire: <c>src</c>, <c>dst</c> (their monitors), <c>mig</c>, ...</param>
/// <param name="Direction">Where it went.</param>
/// <param name="Offset">Byte offset within a stream; -1 where there is none.</param>
/// <param name="Descriptors">How many descriptors came along.</param>
/// <param name="Text">The message, or the bytes in words.</param>
public sealed record WireRecord(long Microseconds, string Channel, WireDirection Direction, long Offset, int Descriptors, string Text)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        string arrow = Direction switch { WireDirection.Sent => "->", WireDirection.Received => "<-", _ => "##" };
        string offset = Offset < 0 ? "" : $" @{Offset}";
        string descriptors = Descriptors == 0 ? "" : $" +{Descriptors} fd";
        return $"{Microseconds / 1000.0,10:F3} {Channel} {arrow}{offset}{descriptors} {Text}";
    }
}

/// <summary>Where a <see cref="WireRecord"/> went, seen from the case.</summary>
public enum WireDirection
{
    /// <summary>Nowhere: a remark.</summary>
    Note,

    /// <summary>To the target.</summary>
    Sent,

    /// <summary>From the target.</summary>
    Received,
}
