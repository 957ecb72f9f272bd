namespace LocalMig.Machine;

/// <summary>Spreads what is sent over time, as the parameter max-bandwidth asks: in windows of a tenth of a second, each with its share.
/// A change of the parameter counts from the next window on.</summary>
internal sealed class BandwidthLimit(Vm vm, CancellationToken cancellation)
{
    private const string Parameter = "max-bandwidth";
    private const long Unlimited = 4 << 20;
    private const int WindowsPerSecond = 10;

    private readonly long _window = vm.Seams.Clock.TimestampFrequency / WindowsPerSecond;
    private long _begun = vm.Seams.Clock.GetTimestamp();
    private long _sentBefore;

    /// <summary>Waits until something may be sent, or until somebody gave up.</summary>
    /// <param name="sent">Bytes sent so far.</param>
    /// <returns>Bytes that may be sent now, at least one.</returns>
    public long Next(long sent)
    {
        while (true)
        {
            ulong perSecond = vm.Parameters[Parameter]!.AsUInt64;
            if (perSecond == 0 || cancellation.IsCancellationRequested)
                return Unlimited;
            long share = (long)Math.Max(1, Math.Min(perSecond / WindowsPerSecond, (ulong)Unlimited));
            long left = _begun + _window - vm.Seams.Clock.GetTimestamp();
            if (left <= 0)
            {
                _begun = vm.Seams.Clock.GetTimestamp();
                _sentBefore = sent;
                return share;
            }

            if (sent - _sentBefore < share)
                return share - (sent - _sentBefore);
            cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds((double)left / vm.Seams.Clock.TimestampFrequency));
        }
    }
}
