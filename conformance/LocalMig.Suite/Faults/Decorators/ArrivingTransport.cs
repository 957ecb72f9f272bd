using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>A channel that does something to each descriptor as it arrives.</summary>
/// <param name="inner">The channel.</param>
/// <param name="act">Takes the descriptor, which stays in the queue.</param>
internal sealed class ArrivingTransport(Transport inner, Action<OwnedFd> act) : PassedTransport(inner)
{
    /// <inheritdoc/>
    public override Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
    {
        int before = arrived.Count;
        Result<int, ParseError> received = base.Receive(buffer, arrived, deadline);
        for (int waiting = arrived.Count, i = 0; i < waiting && before < waiting; i++)
        {
            // Once around: the order stays, and the new ones are the last.
            OwnedFd descriptor = arrived.Take(out long offset)!;
            if (i >= before)
                act(descriptor);
            arrived.Add(descriptor, offset);
        }

        return received;
    }
}
