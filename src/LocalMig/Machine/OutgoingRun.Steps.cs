using LocalMig.Descriptors;
using LocalMig.Machine.Devices;
using LocalMig.Stream;

namespace LocalMig.Machine;

/// <content>The steps, in their order. Each gives null, or why it failed.</content>
internal sealed partial class OutgoingRun
{
    private string? Connect()
    {
        if (_vm.Parameters.UsesTls)
            return MachineTexts.NoTlsCredentials(_vm.Parameters.TlsCreds);
        if (_channel is null && !ChannelOpener.Connect(_address, Deadline.Until(_cancel.Token)).TryGet(out _channel, out string? reason))
            return reason;
        _channel = _vm.Seams.Opened(_channel);
        return Advance(MigrationStatus.Active, () =>
        {
            StopFirst();
            Statistics.MarkSetUp();
            if (!IsQemu11)
                _vm.EmitPass(Statistics.Passes);
        });
    }

    private string? SetUp()
    {
        _bytes = new ChannelWriter(_channel!) { Deadline = Deadline.Until(_cancel.Token) };
        StreamOutput output = _vm.Seams.Output(_bytes);
        _stream = _vm.Seams.Writer(output);
        _stream.Header();
        _stream.Configuration(_vm.Options.Machine);
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
        return Flushed() is { } failure ? IsQemu11 && !_cancel.IsCancellationRequested ? MachineTexts.SetupFailed : failure : null;
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
        if (_stopped)
            return;
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
        foreach (StateSection section in _vm.Seams.Saved([global, .. _vm.Devices.SectionsToSave(local)]))
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
        _stream.Description(GuestRam.PageSize, _vm.Options.Machine);
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
}
