using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>Descriptors through a real socket: the input says what is sent, how much is received at once, and how many may wait.</summary>
public sealed class UnixChannelTarget : FuzzTarget
{
    private const int MostSteps = 24;
    private const byte FieldStep = 0xbf;

    private readonly byte[] _buffer = new byte[256];

    /// <inheritdoc/>
    public override string Name => "unix-channel";

    /// <inheritdoc/>
    public override string Summary => "descriptors through a real socket: each arrives once, on a byte it can have ridden on, or is closed";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, .. Targets.Outcomes.Of("descriptor.", "channel.", "wire.")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => [];

    /// <inheritdoc/>
    public override int MaximumLength => 64;

    /// <inheritdoc/>
    public override bool OpensDescriptors => true;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) => Words.Bytes("0441", "08414243", "0381c2c3c4", "ff8f8f01018f", "01c1c1c1c1", "04bf4100");

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return Accepted;
        (UnixChannel first, UnixChannel second) = UnixChannel.Pair();
        using (first)
        using (second)
        using (var queue = new DescriptorQueue(1 + (input[0] & 15)))
            return Step(first, second, queue, input[1..]);
    }

    private string Step(UnixChannel from, UnixChannel to, DescriptorQueue queue, ReadOnlySpan<byte> steps)
    {
        int sent = 0;
        int taken = 0;
        foreach (byte step in steps[..Math.Min(steps.Length, MostSteps)])
        {
            // 10111111 sends a descriptor field; 1ddbbbbb sends b + 1 bytes with d descriptors; 01bbbbbb receives b + 1 bytes; 00...... takes one.
            if (step >= 0x80)
            {
                int count = (step >> 5) & 3;
                if (step == FieldStep)
                {
                    if (DescriptorField.Write(new ChannelWriter(from), PassedDescriptor.Shared) is { } failed)
                        return failed.Code;
                    sent++;
                    continue;
                }

                OwnedFd[] descriptors = [.. Enumerable.Repeat(PassedDescriptor.Shared, count)];
                if (from.Send(_buffer.AsSpan(0, 1 + (step & 31)), descriptors, Deadline.Now) is { } full)
                    return full.Code;
                sent += count;
            }
            else if (step >= 0x40)
            {
                if (to.ReceivedBytes == from.SentBytes)
                    continue; // nobody would end the wait
                if (!to.Receive(_buffer.AsSpan(0, 1 + (step & 63)), queue, Deadline.Now).TryGet(out int received, out ParseError? error))
                    return error.Code;
                Check(received > 0, "what was sent is received");
                Check(queue.Unclaimed.All(arrived => arrived.FirstOffset <= arrived.LastOffset && arrived.LastOffset < to.ReceivedBytes), "a descriptor rides on a byte that was received");
                Check(taken + queue.Count <= sent, "no more descriptors arrive than were sent");
            }
            else if (queue.Take() is { } descriptor)
            {
                taken++;
                descriptor.Dispose();
            }
        }

        return Accepted;
    }
}
