using LocalMig.Machine.Devices;
using LocalMig.Stream;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>A section as it is saved, seen through another. It is not for loading.</summary>
internal class PassedSection(StateSection inner) : StateSection
{
    /// <inheritdoc/>
    public override string IdString => inner.IdString;

    /// <inheritdoc/>
    public override VmStateDescription Description => inner.Description;

    /// <inheritdoc/>
    public override VmStateValues Save(bool local) => inner.Save(local);

    /// <inheritdoc/>
    protected override void Apply(VmStateValues values) => throw new NotSupportedException("a section for saving");
}
