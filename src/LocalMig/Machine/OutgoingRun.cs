using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Machine.Devices;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>One outgoing migration on its thread: connect, set up, send memory, stop the machine, send devices, wait for the answer.
/// Each step gives null or why it failed; the steps that change the status take the machine's lock and look whether somebody gave up.</summary>
internal sealed class OutgoingRun : IDisposable
{
    private const uint RamSection = 1;
    private const uint FirstDeviceSection = 2;
    private const string Cancelled = "cancelled";

    private readonly Vm _vm;
    private readonly MigrationAddress _address;
    private readonly CancellationTokenSource _cancel = new();
    private readonly ManualResetEventSlim _proceed = new();
    private readonly Thread _thread;
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
        string? failure = Connect() ?? SetUp() ?? SendMemory() ?? StopMachine() ?? SendDevices() ?? AwaitAnswer();
        Finish(failure);
    }

    private string? Connect()
    {
        if (_vm.Parameters.UsesTls)
            return MachineTexts.NoTlsCredentials(_vm.Parameters.TlsCreds);
        if (_channel is null && !ChannelOpener.Connect(_address, Deadline.Until(_cancel.Token)).TryGet(out _channel, out string? reason))
            return reason;
        _channel = _vm.Seams.Opened(_channel);
        return Advance(MigrationStatus.Active, () =>
        {
            Statistics.MarkSetUp();
            if (!IsQemu11)
                _vm.EmitPass(Statistics.Passes);
        });
    }

    private string? SetUp()
    {
        _bytes = new ChannelWriter(_channel!) { Deadline = Deadline.Until(_cancel.Token) };
        StreamOutput output = _vm.Seams.Output(_bytes);
        _stream = new ElementWriter(output);
        _stream.Header();
        _stream.Configuration(Vm.MachineName);
        if (_returnPath)
        {
            _answers = new ReturnPathListener(_channel!, _proceed, _cancel.Token);
            _stream.Command(StreamCommand.OpenReturnPath);
            _stream.Command(StreamCommand.Ping, 0, 0, 0, 1);
        }

        _ram = new RamWriter(output, new RamForm(GuestRam.PageSize));
        _stream.SectionStart(new StreamSection(RamSection, "ram", 0, RamReader.Version));
        _ram.Blocks(_vm.Ram.Size == 0 ? [] : [GuestRamBlock.Of(_vm.Ram)]);
        _ram.EndOfPart();
        _stream.Footer(RamSection);
        return Flushed();
    }

    private string? SendMemory()
    {
        BandwidthLimit limit = new(_vm, _cancel.Token);
        RamBlock block = GuestRamBlock.Of(_vm.Ram);
        for (int page = 0; page < _vm.Ram.Pages;)
        {
            long budget = limit.Next(Statistics.Transferred);
            if (_cancel.IsCancellationRequested)
                return Cancelled;
            _stream.SectionPart(RamSection);
            long start = _stream.Output.Offset;
            do
            {
                SendPage(block, page++);
            }
            while (page < _vm.Ram.Pages && _stream.Output.Offset - start < budget);
            _ram.EndOfPart();
            _stream.Footer(RamSection);
            if (Flushed() is { } failure)
                return failure;
        }

        return Advance(null, () =>
        {
            Statistics.Passes++;
            if (IsQemu11)
                _vm.EmitPass(Statistics.Passes);
        });
    }

    private void SendPage(RamBlock block, int page)
    {
        if (_vm.Ram.IsZero(page))
        {
            Statistics.ZeroPages++;
            _ram.ZeroPage(block, (ulong)page * GuestRam.PageSize);
        }
        else
        {
            Statistics.NormalPages++;
            _ram.Page(block, (ulong)page * GuestRam.PageSize, _vm.Ram.Page(page));
        }

        Statistics.Remaining -= GuestRam.PageSize;
    }

    private string? StopMachine()
    {
        Statistics.BeforeStop = Statistics.Transferred;
        MigrationStatus? next = _pause ? MigrationStatus.PreSwitchover : IsQemu11 ? MigrationStatus.Device : null;
        if (Advance(next, Stop) is { } failure)
            return failure;
        if (_pause)
        {
            _proceed.Wait();
            if (_answers?.Failure is { } told)
                return told;
            if (Advance(MigrationStatus.Device, static () => { }) is { } gaveUp)
                return gaveUp;
        }

        return IsQemu11 ? null : Advance(null, () => _vm.EmitPass(Statistics.Passes));
    }

    // Nobody reads from the backends any more when this returns: only then their descriptors may go (specification, section 5).
    private void Stop()
    {
        _before = _vm.RunState;
        _vm.Halt(RunState.FinishMigrate);
        _stopped = true;
        Statistics.MarkStopped();
    }

    private string? SendDevices()
    {
        if (IsQemu11)
            _stream.Command(StreamCommand.SwitchoverStart);
        _stream.SectionEnd(RamSection);
        _ram.EndOfPart();
        _stream.Footer(RamSection);
        GlobalState global = new(_vm, _before);
        uint id = FirstDeviceSection;

        // The parameter counts now (specification, section 7); set only meanwhile, it finds a channel that nobody checked.
        bool local = _local && _vm.Parameters.Local;
        foreach (StateSection section in _vm.Devices.SectionsToSave(local).Prepend(global))
        {
            _stream.Device(
                new StreamSection(id++, section.IdString, StateSection.Instance, section.Description.Version), section.Description, section.Save(local));
            if (_stream.Output.Error is { } error)
                return Explain(error);
            if (_cancel.IsCancellationRequested)
                return Cancelled;
        }

        if (Flushed() is { } failure)
            return failure;
        if (Advance(null, () => IsPastReturn = true) is { } gaveUp)
            return gaveUp;
        _stream.End();
        _stream.Description(GuestRam.PageSize, Vm.MachineName);
        return Flushed();
    }

    private string? AwaitAnswer()
    {
        if (_answers is null)
        {
            _channel!.ShutdownWrite();
            return null;
        }

        return _answers.Wait();
    }

    private void Finish(string? failure)
    {
        // What the destination said before it went explains more than that a write failed.
        if (failure is not null && _answers is not null && !_cancel.IsCancellationRequested)
            failure = _answers.WaitForFailure() ?? failure;
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
        if (!_stopped || _vm.RunState != RunState.FinishMigrate)
            return;
        if (_before == RunState.Running)
            _vm.Resume();
        else
            _vm.SetRunState(_before);
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
            if (_vm.Outgoing.Status == MigrationStatus.Cancelling || _cancel.IsCancellationRequested)
                return Cancelled;
            change();
            if (next is { } status)
                _vm.Outgoing.Change(status);
            return null;
        }
    }

    private string Explain(ParseError error) => _cancel.IsCancellationRequested ? Cancelled : error.QemuText ?? error.Detail;
}
