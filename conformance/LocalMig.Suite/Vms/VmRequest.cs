namespace LocalMig.Suite.Vms;

/// <summary>A VM that a case wants started.</summary>
/// <param name="Name">What the wire log calls it: <c>src</c>, <c>dst</c>.</param>
/// <param name="QmpPath">The socket that its monitor listens on.</param>
public sealed record VmRequest(string Name, string QmpPath)
{
    /// <summary>Null for a VM that runs by itself, <c>defer</c> for one that waits for migrate-incoming, else the URI that it listens on.</summary>
    public string? Incoming { get; init; }

    /// <summary>Whether it waits for <c>cont</c>.</summary>
    public bool Paused { get; init; }

    /// <summary>Whether it has to be a process of its own, where the target leaves a choice.</summary>
    public bool OwnProcess { get; init; }

    /// <summary>Bytes of guest memory: enough for RAM to be sent in several pieces, little enough for hundreds of cases.</summary>
    public long RamSize { get; init; } = 1 << 17;
}
