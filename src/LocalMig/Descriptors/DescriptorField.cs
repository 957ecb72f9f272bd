using System.Globalization;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>Which reader of descriptor fields is meant (facts D.4).</summary>
public enum DescriptorBehaviour
{
    /// <summary>QEMU since early 2026: the byte is read and checked, and a descriptor must be there.</summary>
    Strict,

    /// <summary>QEMU 10.x: the byte's value does not matter, and it stays unread where no descriptor is queued.</summary>
    Lenient10,
}

/// <summary>A descriptor in a stream: one byte 0x20, sent in a message of its own, whose ancillary data is the descriptor
/// (specification, section 5).</summary>
public static class DescriptorField
{
    /// <summary>The byte that a descriptor rides on.</summary>
    public const byte ServiceByte = 0x20;

    /// <summary>Sends what was written before, then the service byte with the descriptor: it stands in the stream where the field
    /// stands.</summary>
    /// <param name="writer">The stream.</param>
    /// <param name="descriptor">The descriptor; the caller keeps owning it.</param>
    /// <returns>Null, or the error, which is also the writer's from now on; "CHANNEL does not support fd passing" among them.</returns>
    public static ParseError? Write(ChannelWriter writer, OwnedFd descriptor)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(descriptor);
        writer.SendWithDescriptors([ServiceByte], [descriptor]);
        return writer.Error;
    }

    /// <summary>Reads one service byte and takes the descriptor that waited longest.</summary>
    /// <param name="reader">The stream.</param>
    /// <returns>The descriptor; or null, with the reader's error set: "CHANNEL does not support fd passing", "CHANNEL unexpected service
    /// byte: N(C)" or "CHANNEL no FD come with service byte". Null without an error only for
    /// <see cref="DescriptorBehaviour.Lenient10"/> where no descriptor is queued.</returns>
    public static OwnedFd? Read(ChannelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.Error is not null)
            return null;
        if (!reader.Transport.CanPassDescriptors)
        {
            reader.Fail(TransportError.Unsupported(reader.Transport.Name, reader.Offset));
            return null;
        }

        return reader.Behaviour == DescriptorBehaviour.Strict ? ReadStrict(reader) : ReadLenient(reader);
    }

    private static OwnedFd? ReadStrict(ChannelReader reader)
    {
        long offset = reader.Offset;
        byte service = reader.ReadByte();
        if (reader.Error is not null)
            return null;
        if (service != ServiceByte)
        {
            string number = service.ToString(CultureInfo.InvariantCulture);
            reader.Fail(ParseError.At(
                Errors.ServiceByte, offset, $"{reader.Transport.Name} unexpected service byte: {number}({(char)service})"));
            return null;
        }

        OwnedFd? descriptor = reader.Arrived.Take();
        if (descriptor is null)
            reader.Fail(ParseError.At(Errors.DescriptorMissing, offset, $"{reader.Transport.Name} no FD come with service byte"));
        return descriptor;
    }

    // The byte is looked at only so that its message is received; it is consumed if a descriptor is there for it.
    private static OwnedFd? ReadLenient(ChannelReader reader)
    {
        _ = reader.PeekByte();
        if (reader.Error is not null || reader.Arrived.Count == 0)
            return null;
        _ = reader.ReadByte();
        return reader.Arrived.Take();
    }
}
