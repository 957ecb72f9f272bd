using LocalMig.Descriptors;
using LocalMig.Parameters;
using LocalMig.Qmp;

namespace LocalMig.Suite.Vms;

/// <summary>A device with a backend that can be handed over, seen from outside: how to plug it into a source, how to let a
/// destination wait for it or open its own, and how to recognise its descriptors. One kind per subclass.</summary>
public abstract class CaseBackend : IDisposable
{
    /// <summary>Makes a backend for a case.</summary>
    /// <param name="context">The case.</param>
    /// <param name="id">The device's id.</param>
    protected CaseBackend(CaseContext context, string id)
    {
        Context = context;
        Id = id;
    }

    /// <summary>The device's id.</summary>
    public string Id { get; }

    /// <summary>How many descriptors it has.</summary>
    public virtual int Queues => 1;

    /// <summary>The case.</summary>
    protected CaseContext Context { get; }

    /// <summary>Plugs the device, with its backend opened, into a VM.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="permitted">Its switch for local migration.</param>
    public abstract void Open(CaseVm vm, bool permitted);

    /// <summary>Plugs the device into a destination so that its backend waits for its descriptors.</summary>
    /// <returns>The reply that decides whether it does.</returns>
    public abstract QmpReply Await(CaseVm vm);

    /// <summary>Plugs the device into a destination with a backend of the destination's own.</summary>
    public abstract void OpenOwn(CaseVm vm, bool permitted);

    /// <summary>The descriptors of this backend that a VM holds, in the order of their numbers.</summary>
    public IReadOnlyList<ProcessDescriptor> HeldBy(CaseVm vm) => [.. vm.Descriptors().Where(IsOurs)];

    /// <summary>Whether a descriptor is one of the backend that was opened by <see cref="Open"/>.</summary>
    protected abstract bool IsOurs(ProcessDescriptor descriptor);

    /// <summary>Shows that the backend works and that nothing was lost or doubled since the last call: sends records through it and
    /// takes what the guest sends back.</summary>
    /// <param name="what">What is wrong; empty where nothing is.</param>
    public abstract bool Works(out string what);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the case's end.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>The name of the switch in the run's profile.</summary>
    protected string Switch => SwitchOf(Context.Profile);

    /// <summary>The name of the switch in a profile (specification, section 1).</summary>
    public static string SwitchOf(Profile profile) => profile switch
    {
        Profile.Proposal => "local",
        Profile.V16 => "local-migration",
        _ => "x-permit-local-migration",
    };
}
