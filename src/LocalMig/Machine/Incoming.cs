using LocalMig.Channels;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>The half of a migration that receives (facts B.2 and B.3; specification, sections 3 to 5 and 7).</summary>
/// <remarks>What a real QEMU gets wrong here is done right: a destination that could not listen, or whose channel was refused, is as
/// it was and can be told again.</remarks>
public sealed class Incoming : IDisposable
{
    private readonly Vm _vm;
    private readonly bool _waited;
    private IncomingRun? _run;

    internal Incoming(Vm vm, bool waited)
    {
        _vm = vm;
        _waited = waited;
    }

    /// <summary>How it stands.</summary>
    public MigrationStatus Status { get; private set; }

    /// <summary>Why the load failed; null where it did not.</summary>
    public string? ErrorDescription { get; internal set; }

    /// <summary>Where it listens, or listened until the source came; none for a channel that is not listened at.</summary>
    public IReadOnlyList<MigrationAddress> ListeningAt { get; private set; } = [];

    /// <summary>Whether it was told where to listen: once only.</summary>
    public bool IsStarted => Status != MigrationStatus.None;

    // Up to 7.2 the first event comes before anything is looked at, and does not ask for the capability.
    private bool IsQemu11 => _vm.Options.Generation == QemuGeneration.Qemu11;

    /// <summary>Whether a source is connected.</summary>
    public bool IsLoading => Status == MigrationStatus.Active;

    /// <summary>The command migrate-incoming.</summary>
    /// <returns>Null, or the refusal, which leaves everything as it was.</returns>
    internal QmpError? Start(JsonValue arguments, QmpCall call)
    {
        if (!_waited)
            return QmpError.Generic(MachineTexts.NotIncoming);
        if (IsStarted)
            return QmpError.Generic(MachineTexts.IncomingStarted);
        if (!IsQemu11)
            _vm.Emit("MIGRATION", JsonValue.Object(("status", MigrationStatus.Setup.Name())));
        if (!MigrateArguments.ForIncoming(arguments, _vm.Options.Generation).TryGet(out MigrateArguments? wanted, out QmpError? error))
            return error;
        if (_vm.Seams.Channel(wanted.Main, _vm.Parameters, _vm.Capabilities, fd => _vm.Descriptors.KindOf(fd.Name)) is { } refused)
        {
            if (wanted.Main is FdAddress named)
                _vm.Descriptors.Take(named.Name)?.Dispose();
            return refused;
        }

        if (Unimplemented.First(_vm) is { } missing)
            return QmpError.Generic(missing);
        if (!ChannelOpener.Listen(_vm, wanted.Main).TryGet(out ChannelSource? source, out string? reason))
            return QmpError.Generic(reason);
        ListeningAt = source.ListeningAt;
        Change(MigrationStatus.Setup);
        _run = new IncomingRun(_vm, source, wanted.ExitOnError);
        call.AfterReply(_run.Begin);
        return null;
    }

    /// <summary>The command yank: ends the connection under a load. One that still waits for its source goes on waiting.</summary>
    internal void Yank()
    {
        if (IsLoading)
            _run?.Yank();
    }

    /// <summary>Changes the status, with the event.</summary>
    internal void Change(MigrationStatus status)
    {
        if (!MigrationStatuses.MayFollowIncoming(Status, status))
            throw new InvalidOperationException($"an incoming migration that is {Status.Name()} cannot become {status.Name()}");
        Status = status;
        if (status != MigrationStatus.Setup || IsQemu11)
            _vm.EmitMigration(status);
    }

    /// <summary>Ends what is under way and waits for its end.</summary>
    public void Dispose()
    {
        IncomingRun? run;
        lock (_vm.Gate)
            run = _run;
        run?.Dispose();
    }
}
