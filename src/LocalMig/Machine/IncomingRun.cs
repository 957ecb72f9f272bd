using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>One incoming migration on its thread: accept, load, take in what was loaded, answer, run.</summary>
internal sealed class IncomingRun : IDisposable
{
    private const int MagicLength = 4;

    private readonly Vm _vm;
    private readonly ChannelSource _source;
    private readonly bool _exitOnError;
    private readonly CancellationTokenSource _cancel = new();
    private readonly Thread _thread;
    private readonly Lock _life = new();
    private bool _begun;
    private bool _ended;
    private Transport? _served;

    public IncomingRun(Vm vm, ChannelSource source, bool exitOnError)
    {
        _vm = vm;
        _source = source;
        _exitOnError = exitOnError;
        _thread = new Thread(Run) { IsBackground = true, Name = "incoming migration" };
    }

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

    /// <summary>Ends it and waits for the thread. To be called without the machine's lock.</summary>
    public void Dispose()
    {
        lock (_life)
        {
            if (_ended)
                return;
            _ended = true;
            _cancel.Cancel();
        }

        if (_begun)
            _thread.Join();
        _source.Dispose();
        _cancel.Dispose();
    }

    /// <summary>Ends the connection that is loaded from. To be called under the machine's lock.</summary>
    public void Yank() => _served?.Shutdown();

    private void Run()
    {
        Deadline deadline = Deadline.Until(_cancel.Token);
        Result<Transport, string> accepted = _source.Accept(deadline);

        // One source is served. Whoever comes later finds nobody.
        _source.Dispose();
        if (!accepted.TryGet(out Transport? channel, out string? reason))
        {
            if (!_cancel.IsCancellationRequested)
                Fail(reason, null);
            return;
        }

        using Transport served = _vm.Seams.Accepted(channel);
        _served = served;
        using ChannelReader bytes = new(served) { Deadline = deadline };
        StreamInput input = _vm.Seams.Input(bytes);
        IncomingLoad load = new(_vm, served, input);

        // Up to 7.2 a connection counts as a migration, whatever comes through it, and a source hears nothing of a failure.
        bool isQemu11 = _vm.Options.Generation == QemuGeneration.Qemu11;
        string? failure = (isQemu11 ? Begins(input) : null) ?? Load(load);
        CloseUnclaimed(bytes);
        if (failure is null)
            return;
        load.Drop();
        if (isQemu11)
            load.Answer(1);
        served.Abort();
        served.Dispose();
        Fail(failure, load.IsBegun ? failure : null);
    }

    // The first bytes are looked at before the migration counts as active, and a failure here is told on standard error only.
    private static string? Begins(StreamInput input)
    {
        ReadOnlySpan<byte> first = input.Peek(MagicLength);
        if (first.Length < MagicLength)
            return MachineTexts.CannotPeek;
        uint magic = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(first);
        return magic == StreamFormat.Magic ? null : MachineTexts.UnknownMagic(magic);
    }

    private string? Load(IncomingLoad load)
    {
        lock (_vm.Gate)
            _vm.Incoming.Change(MigrationStatus.Active);
        IReadOnlyList<MigrationStep> steps = _vm.Seams.Incoming(_vm,
        [
            new(MigrationSteps.Read, load.Run),
            new(MigrationSteps.Check, load.Check),
            new(MigrationSteps.TakeIn, () => Done(load.Commit)),
            new(MigrationSteps.Answer, () => Done(() => load.Answer(0))),
            new(MigrationSteps.Start, () => Done(() => Start(load))),
        ]);
        foreach (MigrationStep step in steps.Where(s => IsReading(s)))
        {
            if (step.Run() is { } failure)
                return failure;
        }

        // Nobody sees a machine that has its backends and does not run yet.
        lock (_vm.Gate)
        {
            string? failure = null;
            foreach (MigrationStep step in steps.Where(s => !IsReading(s)))
                failure ??= step.Run();
            if (failure is null)
                _vm.Incoming.Change(MigrationStatus.Completed);
            return failure;
        }
    }

    private static bool IsReading(MigrationStep step) => step.Name is MigrationSteps.Read or MigrationSteps.Check;

    private static string? Done(Action action)
    {
        action();
        return null;
    }

    private void Start(IncomingLoad load)
    {
        if (load.SourceState != RunState.Running)
            _vm.SetRunState(load.SourceState);
        else if (_vm.StartsWhenLoaded)
            _vm.Resume();
        else
            _vm.SetRunState(RunState.Paused);
    }

    private void CloseUnclaimed(ChannelReader bytes)
    {
        foreach (ArrivedDescriptor unclaimed in bytes.Arrived.Unclaimed)
            _vm.Warn(MachineTexts.Unclaimed(unclaimed.Number));
        bytes.Arrived.Clear();
    }

    private void Fail(string text, string? description)
    {
        _vm.Warn(text);
        lock (_vm.Gate)
        {
            if (_vm.RunState == RunState.Shutdown)
                return;
            _vm.Incoming.ErrorDescription = description;
            _vm.Incoming.Change(MigrationStatus.Failed);
        }

        if (_exitOnError)
            _vm.Exit(1);
    }
}
