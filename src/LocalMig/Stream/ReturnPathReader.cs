using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Reads the messages of the return path. The twin of <see cref="ReturnPathWriter"/>.</summary>
/// <param name="input">The bytes from the destination.</param>
public sealed class ReturnPathReader(ByteInput input)
{
    /// <summary>Reads the next message; waits for it on a live input.</summary>
    /// <returns>The message, null where the path ends between messages, or what is wrong.</returns>
    public Result<ReturnPathMessage?, ParseError> Read()
    {
        long offset = input.Offset;
        if (input.AtEnd)
            return input.Error is ParseError lost ? lost : default(ReturnPathMessage);
        var type = (ReturnPathType)input.ReadUInt16();
        int length = input.ReadUInt16();
        if (input.Error is ParseError ended)
            return ended;
        if (!ReturnPathMessage.IsDefined(type))
            return ParseError.At(Errors.StreamReturnMessage, offset, $"type 0x{(int)type:x}");
        if (ReturnPathMessage.Length(type) is >= 0 and int expected && expected != length)
            return ParseError.At(Errors.StreamReturnMessage, offset + 2, $"a message {(int)type} of {length} bytes; it has {expected}");
        byte[] data = input.ReadBytes(length);
        return input.Error is ParseError cut ? cut : new ReturnPathMessage(offset, type, data);
    }
}
