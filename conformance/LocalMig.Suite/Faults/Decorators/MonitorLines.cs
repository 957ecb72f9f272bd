using System.Text;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>The connection of a monitor whose lines are changed on their way out, and whose input on its way in. Text is bytes, one
/// character each.</summary>
/// <param name="inner">The connection.</param>
/// <param name="lines">Takes a line with its end, and gives what is sent in its place.</param>
/// <param name="input">Takes what was received, and gives what the server sees in its place; at most as long.</param>
internal sealed class MonitorLines(Transport inner, Func<string, string>? lines, Func<string, string>? input = null) : PassedTransport(inner)
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _begun = new();

    /// <inheritdoc/>
    public override Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
    {
        Result<int, ParseError> received = base.Receive(buffer, arrived, deadline);
        if (input is null || !received.TryGet(out int count, out _) || count == 0)
            return received;
        return Encoding.Latin1.GetBytes(input(Encoding.Latin1.GetString(buffer[..count])), buffer);
    }

    /// <inheritdoc/>
    public override ParseError? Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors, Deadline deadline)
    {
        if (lines is null)
            return base.Send(bytes, descriptors, deadline);
        lock (_gate)
        {
            // Whole lines only: the server may hand over half of one.
            _begun.Append(Encoding.Latin1.GetString(bytes));
            string text = _begun.ToString();
            int end = text.LastIndexOf('\n') + 1;
            _begun.Remove(0, end);
            string changed = string.Concat(Lines(text[..end]).Select(lines));
            ParseError? error = changed.Length == 0 ? null : Inner.Send(Encoding.Latin1.GetBytes(changed), Deadline.Never);
            if (error is null)
                SentBytes += bytes.Length;
            return error;
        }
    }

    private static IEnumerable<string> Lines(string text)
    {
        for (int at = 0, next; at < text.Length; at = next)
        {
            next = text.IndexOf('\n', at) + 1;
            yield return text[at..next];
        }
    }
}
