using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>Sends what was recorded, piece by piece.</summary>
internal static class RecordedBytes
{
    private const int PieceSize = 1 << 18;

    /// <summary>Sends from where the input stands.</summary>
    /// <param name="input">The recording.</param>
    /// <param name="channel">Where to.</param>
    /// <param name="end">The offset to send up to.</param>
    /// <param name="deadline">How long any one wait may take.</param>
    /// <returns>What went wrong, or null.</returns>
    public static ParseError? Send(SeekableInput input, Transport channel, long end, Func<Deadline> deadline)
    {
        while (input.Offset < end)
        {
            ReadOnlySpan<byte> piece = input.Peek(1);
            piece = piece[..(int)Math.Min(Math.Min(piece.Length, PieceSize), end - input.Offset)];
            if (channel.Send(piece, deadline()) is ParseError error)
                return error;
            input.Advance(piece.Length);
        }

        return null;
    }
}
