using LocalMig.Descriptors;
using LocalMig.Machine.Devices;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>Reads a stream into a machine: memory at once, everything else aside until the whole stream was good.</summary>
internal sealed class IncomingLoad
{
    // The machine without anything, which a real QEMU has as well.
    private const string RealMachine = "none";

    private static readonly int PageBits = System.Numerics.BitOperations.Log2(GuestRam.PageSize);

    private readonly Vm _vm;
    private readonly Transport _channel;
    private readonly ElementReader _stream;
    private readonly RamReader _ram;
    private readonly GuestRamSink _memory;
    private readonly GlobalState _global;
    private readonly List<StateSection> _sections;
    private bool _answers;

    public IncomingLoad(Vm vm, Transport channel, StreamInput input)
    {
        _vm = vm;
        _channel = channel;
        _stream = vm.Seams.Reader(input);
        _ram = new RamReader(input, new RamForm(GuestRam.PageSize));
        _memory = new GuestRamSink(vm.Ram);
        _global = new GlobalState(vm, RunState.Running);
        lock (vm.Gate)
            _sections = [.. vm.Seams.Loaded([_global, .. vm.Devices.SectionsToLoad()])];
        if (vm.Options.Machine == RealMachine)
            _sections.Add(new TimerState());
    }

    /// <summary>Whether the stream began as one.</summary>
    public bool IsBegun { get; private set; }

    /// <summary>The state in which the source was before it stopped.</summary>
    public RunState SourceState => _global.State;

    /// <summary>Reads to the end of the stream.</summary>
    /// <returns>Null, or why the load failed, as error-desc shows it.</returns>
    public string? Run()
    {
        IsBegun = true;
        bool ended = false;
        for (int before = 0; ; before++)
        {
            if (!_stream.ReadElement().TryGet(out StreamElement? element, out ParseError? error))
                return LoadErrors.Explain(error, before);
            switch (element)
            {
                case null:
                    return ended ? null : LoadErrors.Explain(ParseError.At(Errors.Truncated, _stream.Input.Offset, "the stream has no end"), before);
                case EndElement:
                    ended = true;
                    break;
                case ConfigurationElement configuration when Misfit(configuration) is { } misfit:
                    return MachineTexts.LoadFailed(misfit);
                case CommandElement command:
                    Obey(command);
                    break;
                case SectionElement section:
                    if (ReadSection(section.Section) is { } failure)
                        return failure;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Looks whether every backend that waited has come: one that got nothing would be a device that is silently dead
    /// (specification, section 4).</summary>
    /// <returns>Null, or why the load failed.</returns>
    public string? Check()
    {
        lock (_vm.Gate)
        {
            foreach (VmDevice device in _vm.Devices.All)
            {
                if (device.Port is { IsFilled: false } port && Lacks(device, port) is { } reason)
                    return MachineTexts.LoadFailed(MachineTexts.InDevice(port.Id, 0, reason));
            }
        }

        return null;
    }

    /// <summary>Makes what was read the state of the machine. To be called under its lock.</summary>
    public void Commit()
    {
        foreach (StateSection section in _sections)
            section.Commit();
        Drop();
    }

    /// <summary>Forgets what was read, and closes the descriptors in it.</summary>
    public void Drop()
    {
        foreach (StateSection section in _sections)
            section.Drop();
    }

    /// <summary>Tells the source how the load went, if it asked to be told.</summary>
    /// <param name="status">0 where it was well.</param>
    public void Answer(uint status)
    {
        if (_answers)
            Send(writer => writer.Shut(status));
    }

    // The capabilities are looked at as they are read, everything else when all of the configuration is there.
    private string? Misfit(ConfigurationElement configuration)
    {
        if (configuration.Capabilities.FirstOrDefault(name => !_vm.Capabilities.Names.Contains(name, StringComparer.Ordinal)) is { } unknown)
            return MachineTexts.ReceivedCapability(unknown);
        if (configuration.Machine != _vm.Options.Machine)
            return MachineTexts.OtherMachine(configuration.Machine, _vm.Options.Machine);
        if (!configuration.Values.Subsections.TryGetValue("configuration/target-page-bits", out VmStateValues? page))
            return null;
        ulong bits = page.Number("target_page_bits");
        return bits == (ulong)PageBits ? null : MachineTexts.OtherPageBits(bits, PageBits);
    }

    private void Obey(CommandElement command)
    {
        switch (command.Command)
        {
            case StreamCommand.OpenReturnPath:
                _answers = true;
                break;
            case StreamCommand.Ping when _answers:
                uint number = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(command.Data.Span);
                Send(writer => writer.Pong(number));
                break;
            default:
                break;
        }
    }

    private string? ReadSection(StreamSection head)
    {
        if (head.Name.Length == 0)
            return MachineTexts.LoadFailed(MachineTexts.NoIdString(head.Id));
        if (head.Name == "ram")
            return _ram.ReadPayload(_memory) is { } wrong ? LoadErrors.InDevice(head, wrong) : null;
        if (_sections.Find(s => s.IdString == head.Name && StateSection.Instance == head.Instance) is not { } section)
            return MachineTexts.LoadFailed(MachineTexts.UnknownSection(head.Name, head.Instance));
        if (head.Version > section.Description.Version || head.Version < section.Description.MinimumVersion)
            return MachineTexts.LoadFailed(MachineTexts.UnsupportedVersion((uint)head.Version, head.Name, (uint)section.Description.Version));
        if (section.Refusal() is { } refusal)
            return MachineTexts.LoadFailed(MachineTexts.InDevice(head.Name, head.Instance, refusal));
        if (!VmStateReader.Load(_stream.Input, section.Description, head.Version, head.Name).TryGet(out VmStateValues? values, out ParseError? error))
            return LoadErrors.InDevice(head, error);
        if (section.Stage(values) is not { } misfit)
            return null;
        values.Dispose();
        return MachineTexts.LoadFailed(MachineTexts.InDevice(head.Name, head.Instance, misfit));
    }

    private string? Lacks(VmDevice device, BackendPort port)
    {
        if (_sections.OfType<QueueSection>().FirstOrDefault(q => q.Port == port) is { } queue)
            return queue.All.Check();
        return _sections.OfType<DeviceState>().Any(s => s.Device == device && s.BringsBackend) ? null : MachineTexts.FdNotLoaded;
    }

    private void Send(Action<ReturnPathWriter> write)
    {
        using ChannelWriter channel = new(_channel);
        write(new ReturnPathWriter(new ChannelOutput(channel)));
        channel.Flush();
    }
}
