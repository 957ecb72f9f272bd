namespace LocalMig.Wire;

/// <summary>How much of anything a parser accepts. Reaching one gives a located <see cref="Errors.LimitExceeded"/>.</summary>
public sealed record Limits
{
    /// <summary>The limits for input from outside; the default everywhere.</summary>
    public static Limits Untrusted { get; } = new();

    /// <summary>Open braces and brackets at once in JSON (QEMU's own: 1024 are accepted, the 1025th is not).</summary>
    public int JsonDepth { get; init; } = 1024;

    /// <summary>Tokens of one JSON message (QEMU's own: 2^21).</summary>
    public int JsonTokens { get; init; } = 1 << 21;

    /// <summary>Sum of the token lengths of one JSON message, in bytes (QEMU's own: 64 MiB).</summary>
    public int JsonBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of a section's id string.</summary>
    public int IdString { get; init; } = 255;

    /// <summary>Bytes of the description that follows a stream.</summary>
    public int VmDescription { get; init; } = 64 << 20;

    /// <summary>Bytes of one section's payload where its description bounds it no tighter.</summary>
    public long SectionPayload { get; init; } = 1L << 40;

    /// <summary>Bytes of the bitmap of one block of RAM with mapped-ram (256 MiB stand for 8 TiB).</summary>
    public int RamBitmap { get; init; } = 256 << 20;

    /// <summary>Elements of an array or a list whose length the input states.</summary>
    public int Elements { get; init; } = 1 << 20;

    /// <summary>Descriptors in one message (SCM_MAX_FD of Linux).</summary>
    public int DescriptorsPerMessage { get; init; } = 253;

    /// <summary>Descriptors that arrived and were not claimed yet, in one stream.</summary>
    public int UnclaimedDescriptors { get; init; } = 1024;
}
