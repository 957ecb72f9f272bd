using LocalMig.Descriptors;

namespace LocalMig.Fuzz.Targets;

/// <summary>The descriptor that targets pass along: opened once, and for as long as the process lives.</summary>
internal static class PassedDescriptor
{
    public static OwnedFd Shared { get; } = Open();

    private static OwnedFd Open()
    {
        (UnixChannel first, UnixChannel second) = UnixChannel.Pair();
        using (first)
        using (second)
            return first.Fd.Duplicate().Value;
    }
}
