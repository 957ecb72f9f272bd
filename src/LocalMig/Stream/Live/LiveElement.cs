using LocalMig.Descriptors;

namespace LocalMig.Stream.Live;

/// <summary>A descriptor that arrived in a stream.</summary>
/// <param name="Descriptor">The descriptor; whoever got the element owns it.</param>
/// <param name="Offset">The byte that it rode on.</param>
public sealed record LiveDescriptor(OwnedFd Descriptor, long Offset);

/// <summary>An element of a stream that arrives. A section gives two: its head as soon as it is there, its footer when it is complete.</summary>
/// <param name="Element">The element.</param>
/// <param name="Section">The section that a head or a footer belongs to; null otherwise.</param>
/// <param name="Payload">With a footer: the bytes between the section's head and it; 0 otherwise.</param>
/// <param name="Descriptors">The descriptors that rode on bytes since the element before. They are the caller's.</param>
public sealed record LiveElement(StreamElement Element, StreamSection? Section, long Payload, IReadOnlyList<LiveDescriptor> Descriptors) : IDisposable
{
    /// <summary>Closes the descriptors.</summary>
    public void Dispose()
    {
        foreach (LiveDescriptor descriptor in Descriptors)
            descriptor.Descriptor.Dispose();
    }
}
