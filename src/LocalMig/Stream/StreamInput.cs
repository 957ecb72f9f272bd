using System.Text;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>A migration stream to read: bytes, and descriptors that ride on some of them.</summary>
public abstract class StreamInput : ByteInput
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>How much of anything is accepted.</summary>
    public Limits Limits { get; init; } = Limits.Untrusted;

    /// <summary>Reads a name of that many bytes.</summary>
    /// <returns>The name; empty where the input failed.</returns>
    public string ReadName(int length)
    {
        long offset = Offset;
        byte[] bytes = ReadBytes(length);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            Fail(ParseError.At(Errors.StreamName, offset, Convert.ToHexString(bytes)));
            return "";
        }
    }

    /// <summary>Reads a service byte and takes the descriptor that belongs to it (specification, section 5).</summary>
    /// <returns>The descriptor, the caller's from now on; null where the input failed, or is a recording that has descriptors no more.</returns>
    public abstract OwnedFd? ReadDescriptor();
}
