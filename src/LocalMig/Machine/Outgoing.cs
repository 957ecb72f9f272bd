using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>The half of a migration that sends (facts B.1 and B.3; specification, sections 3, 5 and 7). Its statuses and what may follow
/// what are data (<see cref="MigrationStatuses"/>); every change goes through one place and is checked against them.</summary>
public sealed class Outgoing : IDisposable
{
    private readonly Vm _vm;
    private OutgoingRun? _run;

    internal Outgoing(Vm vm) => _vm = vm;

    /// <summary>How it stands.</summary>
    public MigrationStatus Status { get; private set; }

    /// <summary>Why the last migration failed; null where it did not.</summary>
    public string? ErrorDescription { get; internal set; }

    /// <summary>What the last migration has done.</summary>
    public MigrationStatistics Statistics { get; private set; } = new(TimeProvider.System, 0);

    private bool IsQemu11 => _vm.Options.Generation == QemuGeneration.Qemu11;

    /// <summary>The command migrate.</summary>
    /// <returns>Null, or the refusal. A refusal that parsing or the address alone decides leaves everything as it was; only
    /// generation 7 shows it as a failed migration.</returns>
    internal QmpError? Start(JsonValue arguments, QmpCall call)
    {
        // Generation 7 looks at the state before it looks at the address.
        if (!IsQemu11 && RefusedByState(arguments["resume"]?.AsBoolean ?? false) is { } early)
            return early;
        if (!MigrateArguments.ForMigrate(arguments, _vm.Options.Generation).TryGet(out MigrateArguments? wanted, out QmpError? error))
            return IsQemu11 ? error : FailedAtOnce(error);
        if (_vm.Seams.Channel(wanted.Main, _vm.Parameters, _vm.Capabilities, fd => _vm.Descriptors.KindOf(fd.Name)) is { } refused)
        {
            // A named descriptor is used up by the attempt, as with every other use of it.
            if (wanted.Main is FdAddress named)
                _vm.Descriptors.Take(named.Name)?.Dispose();
            return refused;
        }

        if (ChannelPolicy.CheckMode(wanted, _vm.Parameters) is { } wrongMode)
            return wrongMode;
        if (RefusedByState(wanted.Resume) is { } wrongState)
            return wrongState;
        if (Unimplemented.First(_vm) is { } missing)
            return QmpError.Generic(missing);
        return Begin(wanted, call);
    }

    /// <summary>The command migrate_cancel: never fails, and does nothing where nothing can be given up any more.</summary>
    internal void Cancel(QmpCall call)
    {
        if (!Status.IsRunning() || Status is MigrationStatus.Cancelling or MigrationStatus.Failing || _run is not { IsPastReturn: false } run)
            return;
        if (Status == MigrationStatus.PreSwitchover && IsQemu11)
            ErrorDescription = MachineTexts.SwitchoverInterrupted;
        Change(MigrationStatus.Cancelling);
        call.AfterReply(run.Cancel);
    }

    /// <summary>The command migrate-continue.</summary>
    internal QmpError? Continue(string state, QmpCall call)
    {
        if (Status.Name() != state)
            return QmpError.Generic(MachineTexts.NotInState(Status));
        if (Status != MigrationStatus.PreSwitchover || _run is not { } run)
            return QmpError.Generic(MachineTexts.NotInState(Status));
        call.AfterReply(run.Continue);
        return null;
    }

    /// <summary>The command yank: ends the connection under a migration, which finds out by itself.</summary>
    internal void Yank()
    {
        if (Status.IsRunning())
            _run?.Yank();
    }

    /// <summary>Changes the status, with the event.</summary>
    internal void Change(MigrationStatus status)
    {
        if (!MigrationStatuses.MayFollowOutgoing(Status, status, _vm.Options.Generation))
            throw new InvalidOperationException($"a migration that is {Status.Name()} cannot become {status.Name()}");
        Status = status;
        _vm.EmitMigration(status);
    }

    /// <summary>The end of a migration that went wrong: the machine runs on if it ran.</summary>
    /// <param name="description">Why.</param>
    /// <param name="runOn">Lets the machine run on.</param>
    internal void Fail(string description, Action runOn)
    {
        if (IsQemu11)
            Change(MigrationStatus.Failing);
        ErrorDescription = description;
        if (IsQemu11)
            runOn();
        Change(MigrationStatus.Failed);
        if (!IsQemu11)
            runOn();
    }

    /// <summary>Gives up what is under way and waits for its end.</summary>
    public void Dispose()
    {
        OutgoingRun? run;
        lock (_vm.Gate)
            run = _run;
        run?.Cancel();
        run?.Dispose();
    }

    private QmpError? Begin(MigrateArguments wanted, QmpCall call)
    {
        Prepare();
        Transport? opened = null;
        if (ChannelOpener.OpensAtOnce(wanted.Main))
        {
            if (!ChannelOpener.OpenNow(_vm, wanted.Main, ChannelSide.Source).TryGet(out opened, out string? reason))
            {
                Fail(reason, static () => { });
                return QmpError.Generic(reason);
            }
        }

        _run?.Dispose();
        _run = new OutgoingRun(_vm, wanted.Main, opened);
        if (opened is not null)
            _run.StopFirst();
        call.AfterReply(_run.Begin);
        return null;
    }

    private void Prepare()
    {
        ErrorDescription = null;
        Statistics = new MigrationStatistics(_vm.Seams.Clock, _vm.Ram.Size) { Passes = 1 };
        Change(MigrationStatus.Setup);
    }

    private QmpError FailedAtOnce(QmpError error)
    {
        Prepare();
        Fail(error.Desc, static () => { });
        if (error.Desc == ChannelTexts.InvalidUriOld)
            ErrorDescription = null;
        return error;
    }

    private QmpError? RefusedByState(bool resume)
    {
        if (resume)
            return QmpError.Generic(MachineTexts.NothingToResume);
        if (Status.IsRunning())
            return QmpError.Generic(MachineTexts.InProgress);
        return _vm.RunState switch
        {
            RunState.InMigrate => QmpError.Generic(MachineTexts.WaitingForIncoming),
            RunState.PostMigrate => QmpError.Generic(MachineTexts.AlreadyMigrated),
            _ => null,
        };
    }
}
