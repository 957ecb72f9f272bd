namespace LocalMig.Stream;

/// <summary>What introduces each element of a stream: its first byte.</summary>
public enum StreamTag : byte
{
    /// <summary>The last element before the description.</summary>
    End = 0x00,

    /// <summary>The first part of a section that comes in parts.</summary>
    SectionStart = 0x01,

    /// <summary>A further part.</summary>
    SectionPart = 0x02,

    /// <summary>The last part.</summary>
    SectionEnd = 0x03,

    /// <summary>A section that comes whole.</summary>
    SectionFull = 0x04,

    /// <summary>A subsection, inside the state of a device.</summary>
    Subsection = 0x05,

    /// <summary>The description of all devices' states.</summary>
    VmDescription = 0x06,

    /// <summary>The configuration: for which machine the stream is.</summary>
    Configuration = 0x07,

    /// <summary>A command to the destination.</summary>
    Command = 0x08,

    /// <summary>The footer that ends each section and part.</summary>
    Footer = 0x7e,
}

/// <summary>Numbers of the format. All integers in a stream are big endian.</summary>
public static class StreamFormat
{
    /// <summary>The first four bytes of a stream, <c>QEVM</c>.</summary>
    public const uint Magic = 0x5145564d;

    /// <summary>The version after the magic.</summary>
    public const uint Version = 3;

    /// <summary>Bytes of magic and version.</summary>
    public const int HeaderLength = 8;

    /// <summary>The byte that a descriptor rides on: a blank.</summary>
    public const byte ServiceByte = 0x20;
}
