using LocalMig.Descriptors;

namespace LocalMig.Tests.Descriptors;

/// <summary>The deadline of whatever a test expects to happen at once: far away, and gone when the run is cancelled.</summary>
internal static class Soon
{
    public static Deadline Deadline => Deadline.After(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
}
