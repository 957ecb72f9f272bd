using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>A migration stream to write: the twin of <see cref="StreamInput"/>.</summary>
public abstract class StreamOutput : ByteOutput
{
    /// <summary>Writes a service byte with a descriptor on it (specification, section 5). The descriptor stays the caller's.</summary>
    /// <param name="descriptor">The descriptor; null only where the output keeps bytes alone.</param>
    public abstract void WriteDescriptor(OwnedFd? descriptor);
}
