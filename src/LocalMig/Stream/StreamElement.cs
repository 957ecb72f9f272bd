namespace LocalMig.Stream;

/// <summary>One element of a stream. What a section holds between its head and its footer is no element of the stream:
/// it is read by who knows the section.</summary>
/// <param name="Offset">Offset of its first byte.</param>
/// <param name="Length">Its bytes; of a section those of its head.</param>
public abstract record StreamElement(long Offset, long Length);

/// <summary>The header: magic and version.</summary>
public sealed record HeaderElement(long Offset) : StreamElement(Offset, 8);

/// <summary>The configuration: for which machine the stream is.</summary>
/// <param name="Offset">Offset of its tag.</param>
/// <param name="Length">Its bytes, subsections included.</param>
/// <param name="Values">The fields and subsections, as <see cref="Configuration.Description"/> tells.</param>
public sealed record ConfigurationElement(long Offset, long Length, VmStateValues Values) : StreamElement(Offset, Length)
{
    /// <summary>The machine type, without an alias (<c>pc-q35-11.1</c>).</summary>
    public string Machine => Configuration.Machine(Values);

    /// <summary>The capabilities that both sides must have set alike and that are on.</summary>
    public IReadOnlyList<string> Capabilities => Configuration.Capabilities(Values);
}

/// <summary>A command to the destination.</summary>
/// <param name="Offset">Offset of its tag.</param>
/// <param name="Command">Which one.</param>
/// <param name="Data">Its data, at most 65535 bytes.</param>
public sealed record CommandElement(long Offset, StreamCommand Command, ReadOnlyMemory<byte> Data) : StreamElement(Offset, 5 + Data.Length);

/// <summary>The head of a section or of a part of one; its payload follows, and then a footer.</summary>
/// <param name="Offset">Offset of its tag.</param>
/// <param name="Length">Bytes of the head.</param>
/// <param name="Tag">Which of the four kinds.</param>
/// <param name="Section">Whose it is; that of a part was told when the section began.</param>
public sealed record SectionElement(long Offset, long Length, StreamTag Tag, StreamSection Section) : StreamElement(Offset, Length);

/// <summary>The footer of a section or part.</summary>
public sealed record FooterElement(long Offset, uint Id) : StreamElement(Offset, 5);

/// <summary>The end of the state; a description may follow.</summary>
public sealed record EndElement(long Offset) : StreamElement(Offset, 1);

/// <summary>The description of all devices' states.</summary>
/// <param name="Offset">Offset of its tag.</param>
/// <param name="Json">The text as it stands there, see <see cref="VmDescriptionReader"/>.</param>
public sealed record VmDescriptionElement(long Offset, ReadOnlyMemory<byte> Json) : StreamElement(Offset, 5 + Json.Length);

/// <summary>What a section says of itself when it begins.</summary>
/// <param name="Id">Its number in this stream.</param>
/// <param name="Name">The id string, which tells the device: <c>net0/0/net-tap</c>.</param>
/// <param name="Instance">Tells devices of one name apart.</param>
/// <param name="Version">The version of its state.</param>
public sealed record StreamSection(uint Id, string Name, uint Instance, int Version);
