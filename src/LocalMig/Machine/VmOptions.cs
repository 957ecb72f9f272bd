using LocalMig.Devices;
using LocalMig.Parameters;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>What a machine is made of.</summary>
public sealed record VmOptions
{
    /// <summary>Its name, for query-name and reports; null where it has none.</summary>
    public string? Name { get; init; }

    /// <summary>The form of the feature that it has (specification, section 1).</summary>
    public Profile Profile { get; init; } = Profile.Proposal;

    /// <summary>Whether it has the parameter <c>local</c>; a released QEMU has not.</summary>
    public bool HasLocal { get; init; } = true;

    /// <summary>The generation of QEMU whose texts and events it follows.</summary>
    public QemuGeneration Generation { get; init; } = QemuGeneration.Qemu11;

    /// <summary>The kind of machine: source and destination have to agree on it.</summary>
    public string Machine { get; init; } = Vm.MachineName;

    /// <summary>Bytes of guest memory: whole pages, see <see cref="GuestRam"/>.</summary>
    public long RamSize { get; init; } = 1 << 20;

    /// <summary>What the memory is filled from; a machine that waits for a migration starts with zeroes.</summary>
    public int RamSeed { get; init; } = 1;

    /// <summary>Null for a machine that starts by itself; <c>defer</c> for one that waits to be told by migrate-incoming; else the URI
    /// where it listens from the start.</summary>
    public string? Incoming { get; init; }

    /// <summary>Whether it waits for <c>cont</c> before it runs (QEMU's -S).</summary>
    public bool Paused { get; init; }

    /// <summary>The network in which its TAPs are opened; null for the process's own. It stays its owner's.</summary>
    public NetworkNamespace? Network { get; init; }
}
