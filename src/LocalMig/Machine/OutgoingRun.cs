using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>One outgoing migration on its thread: connect, set up, send memory, stop the machine, send devices, wait for the answer.
/// Each step gives null or why it failed; the steps that change the status take the machine's lock and look whether somebody gave up.</summary>
internal sealed partial class OutgoingRun : IDisposable
{
    private const uint RamSection = 1;
    private const uint FirstDeviceSection = 2;
    private const string Cancelled = "cancelled";

    private readonly Vm _vm;
    private readonly MigrationAddress _address;
    private readonly CancellationTokenSource _cancel = new();
    private readonly ManualResetEventSlim _proceed = new();
    private readonly Thread _thread;
    private readonly IReadOnlyList<MigrationStep> _steps;
    private readonly Lock _life = new();
    private bool _begun;
    private bool _ended;

    // What was set when the migration was asked for: the channel was checked against it.
    private readonly bool _local;
    private readonly bool _returnPath;
    private readonly bool _pause;

    private Transport? _channel;
    private ReturnPathListener? _answers;
    private ChannelWriter? _bytes;
    private ElementWriter _stream = null!;
    private RamWriter _ram = null!;
    private RunState _before;
    private bool _stopped;

    public OutgoingRun(Vm vm, MigrationAddress address, Transport? opened)
    {
        _vm = vm;
        _address = address;
        _channel = opened;
        _local = vm.Parameters.Local;
        _returnPath = vm.Capabilities["return-path"];
        _pause = vm.Capabilities["pause-before-switchover"];
        _steps = vm.Seams.Outgoing(vm,
        [
            new(MigrationSteps.Connect, Connect),
            new(MigrationSteps.SetUp, SetUp),
            new(MigrationSteps.SendMemory, SendMemory),
            new(MigrationSteps.StopMachine, StopMachine),
            new(MigrationSteps.SendDevices, SendDevices),
            new(MigrationSteps.AwaitAnswer, AwaitAnswer),
            new(MigrationSteps.RunOn, RunAsBefore),
        ]);
        _thread = new Thread(Run) { IsBackground = true, Name = "migration" };
    }

    /// <summary>Whether the destination may have everything it needs to run: from then on nothing can be given up.</summary>
    public bool IsPastReturn { get; private set; }

    private MigrationStatistics Statistics => _vm.Outgoing.Statistics;

    private bool IsQemu11 => _vm.Options.Generation == QemuGeneration.Qemu11;

    /// <summary>Starts the thread, unless everything has ended already.</summary>
    public void Begin()
    {
        lock (_life)
        {
            if (_ended)
                return;
            _begun = true;
            _thread.Start();
        }
    }

    /// <summary>Stops the machine before anything is sent, where the mode asks for that. To be called under the machine's lock, when the
    /// channel is open.</summary>
    public void StopFirst()
    {
        if (_vm.Parameters.Mode == "cpr-reboot")
            Stop();
    }

    /// <summary>Gives up: whatever waits is woken. From any thread.</summary>
    public void Cancel()
    {
        lock (_life)
        {
            if (_ended)
                return;
            _cancel.Cancel();
            _proceed.Set();
        }
    }

    /// <summary>Ends the connection, where there is one. To be called under the machine's lock.</summary>
    public void Yank() => _channel?.Shutdown();

    /// <summary>Goes on after pre-switchover.</summary>
    public void Continue()
    {
        lock (_life)
        {
            if (!_ended)
                _proceed.Set();
        }
    }

    /// <summary>Waits for the thread. To be called without the machine's lock, or when the migration has ended.</summary>
    public void Dispose()
    {
        lock (_life)
        {
            if (_ended)
                return;
            _ended = true;
        }

        if (_begun)
            _thread.Join();
        else
            _channel?.Dispose();
        _answers?.Dispose();
        _cancel.Dispose();
        _proceed.Dispose();
    }

    private void Run()
    {
        string? failure = null;
        foreach (MigrationStep step in _steps.Where(static s => s.Name != MigrationSteps.RunOn))
            failure ??= step.Run();
        Finish(failure);
    }

    private void Finish(string? failure)
    {
        // What the destination said before it went explains more than that a write failed.
        if (failure is not null && _answers is not null && !_cancel.IsCancellationRequested)
            failure = _answers.WaitForFailure() is { } told ? IsQemu11 ? told : MachineTexts.ChannelShut : failure;
        _channel?.Abort();
        _answers?.Dispose();
        _bytes?.Dispose();
        _channel?.Dispose();
        lock (_vm.Gate)
        {
            Statistics.MarkEnded();
            if (_vm.Outgoing.Status == MigrationStatus.Cancelling)
            {
                RunOn();
                _vm.Outgoing.Change(MigrationStatus.Cancelled);
            }
            else if (failure is not null)
            {
                _vm.Warn(failure);
                _vm.Outgoing.Fail(failure, RunOn);
            }
            else
            {
                _vm.SetRunState(RunState.PostMigrate);
                _vm.Outgoing.Change(MigrationStatus.Completed);
            }
        }
    }

    private void RunOn()
    {
        foreach (MigrationStep step in _steps.Where(static s => s.Name == MigrationSteps.RunOn))
            step.Run();
    }

    private string? RunAsBefore()
    {
        if (!_stopped || _vm.RunState != RunState.FinishMigrate)
            return null;
        if (_before == RunState.Running)
            _vm.Resume();
        else
            _vm.SetRunState(_before);
        return null;
    }

    private string? Flushed()
    {
        _bytes!.Flush();
        Statistics.Transferred = _stream.Output.Offset;
        return _stream.Output.Error is { } error ? Explain(error) : null;
    }

    private string? Advance(MigrationStatus? next, Action change)
    {
        lock (_vm.Gate)
        {
            // A machine that has ended stopped for that, and not for the migration: the destination would take "shutdown" for its state.
            if (_vm.Outgoing.Status == MigrationStatus.Cancelling || _cancel.IsCancellationRequested || _vm.RunState == RunState.Shutdown)
                return Cancelled;
            change();
            if (next is { } status)
                _vm.Outgoing.Change(status);
            return null;
        }
    }

    private string Explain(ParseError error) => _cancel.IsCancellationRequested ? Cancelled : error.QemuText ?? error.Detail;
}
