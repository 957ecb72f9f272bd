using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Qmp;

namespace LocalMig.Machine;

/// <summary>The descriptors that getfd keeps by name, until migrate, netdev_add, device_add or closefd uses them up.</summary>
public sealed class NamedDescriptors : IDisposable
{
    private readonly Dictionary<string, OwnedFd> _kept = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _kept.Count;

    /// <summary>Keeps a descriptor. One that had the name before is closed; one that is refused is closed too.</summary>
    /// <returns>Null, or the refusal.</returns>
    public QmpError? Keep(string name, OwnedFd descriptor)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(descriptor);
        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
        {
            descriptor.Dispose();
            return QmpError.Generic(MachineTexts.FdNameDigit);
        }

        Take(name)?.Dispose();
        _kept.Add(name, descriptor);
        return null;
    }

    /// <summary>Gives a descriptor away; null where there is none of that name.</summary>
    public OwnedFd? Take(string name) => _kept.Remove(name, out OwnedFd? descriptor) ? descriptor : null;

    /// <summary>Looks at a descriptor without using it up.</summary>
    public DescriptorKind KindOf(string name) =>
        _kept.TryGetValue(name, out OwnedFd? descriptor) ? ChannelOpener.KindOf(descriptor) : DescriptorKind.Missing;

    /// <summary>Closes all of them.</summary>
    public void Dispose()
    {
        foreach (OwnedFd descriptor in _kept.Values)
            descriptor.Dispose();
        _kept.Clear();
    }
}
