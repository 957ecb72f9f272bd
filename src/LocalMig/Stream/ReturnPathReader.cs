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
        if (input.Error is ParseError cut)
            return cut;
        if (ReturnPathMessage.Length(type, data) is int needed && needed != length)
            return ParseError.At(Errors.StreamReturnMessage, offset + 2, needed < 0 ? $"a message {(int)type} of {length} bytes, without its name" : $"a message {(int)type} of {length} bytes; with its name it has {needed}");
        var message = new ReturnPathMessage(offset, type, data);
        if (type != ReturnPathType.ReceivedBitmap)
            return message;
        return ReadBitmap().TryGet(out byte[]? bitmap, out ParseError? error) ? message with { Bitmap = bitmap } : error;
    }

    private Result<byte[], ParseError> ReadBitmap()
    {
        long offset = input.Offset;
        ulong length = input.ReadUInt64();
        if (input.Error is ParseError ended)
            return ended;
        if (length % 8 != 0)
            return ParseError.At(Errors.StreamReturnMessage, offset, $"a bitmap of {length} bytes; they are a multiple of 8");
        int limit = (input as StreamInput)?.Limits.RamBitmap ?? Limits.Untrusted.RamBitmap;
        if (length > (ulong)limit)
            return ParseError.At(Errors.LimitExceeded, offset, $"a bitmap of {length} bytes; the limit is {limit}");
        byte[] bitmap = input.ReadBytes((int)length);
        offset = input.Offset;
        ulong end = input.ReadUInt64();
        if (input.Error is ParseError cut)
            return cut;
        return end == ReturnPathMessage.BitmapEnd ? bitmap : ParseError.At(Errors.StreamReturnMessage, offset, $"0x{end:x16} stands where the bitmap ends with 0x{ReturnPathMessage.BitmapEnd:x16}");
    }
}
