using LocalMig.Stream;

namespace LocalMig.Machine.Devices;

/// <summary>A part of a machine's state that travels as a section of its own: how it is saved, and how it is taken in.</summary>
/// <remarks>Loading has two halves, so that a failed load changes nothing: <see cref="Stage"/> for each section as it arrives, and
/// then, when the whole stream was read and was good, <see cref="Commit"/> for each; in the end <see cref="Drop"/> for each.</remarks>
public abstract class StateSection
{
    private VmStateValues? _staged;

    /// <summary>The name in the stream.</summary>
    public abstract string IdString { get; }

    /// <summary>What tells sections of one name apart. No two of a machine's have one name, so it is always this.</summary>
    public const uint Instance = 0;

    /// <summary>What the state looks like.</summary>
    public abstract VmStateDescription Description { get; }

    /// <summary>Whether something arrived.</summary>
    public bool IsStaged => _staged is not null;

    /// <summary>What arrived, or null.</summary>
    protected VmStateValues? Staged => _staged;

    /// <summary>Gives the state as it is now. Descriptors in it are borrowed.</summary>
    /// <param name="local">Whether backends are handed over.</param>
    public abstract VmStateValues Save(bool local);

    /// <summary>Says why the section may not be loaded, before a byte of it is read; null where it may.</summary>
    public virtual string? Refusal() => null;

    /// <summary>Takes what arrived, without changing the machine yet.</summary>
    /// <returns>Null, or why it does not fit; the values are then still the caller's.</returns>
    public string? Stage(VmStateValues values)
    {
        if (Check(values) is { } reason)
            return reason;
        _staged?.Dispose();
        _staged = values;
        return null;
    }

    /// <summary>Makes what arrived the state of the machine. Cannot fail.</summary>
    public void Commit()
    {
        if (_staged is not null)
            Apply(_staged);
    }

    /// <summary>Forgets what arrived, and closes the descriptors in it that were not taken.</summary>
    public void Drop()
    {
        _staged?.Dispose();
        _staged = null;
    }

    /// <summary>Says why values do not fit this machine; null where they do.</summary>
    protected virtual string? Check(VmStateValues values) => null;

    /// <summary>Makes values that fit the state. Descriptors are taken out of them.</summary>
    protected abstract void Apply(VmStateValues values);
}
