using System.Buffers.Binary;
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

    // The section of bitmaps that block devices have, and there are none here.
    private const string DirtyBitmap = "dirty-bitmap";
    private const int DirtyBitmapVersion = 1;
    private const byte DirtyBitmapEnd = 1;

    // Capabilities that change what the stream holds, without a word of it in the stream.
    private static readonly string[] Alike = ["x-ignore-shared", "mapped-ram"];

    private static readonly int PageBits = System.Numerics.BitOperations.Log2(GuestRam.PageSize);

    private readonly Vm _vm;
    private readonly Transport _channel;
    private readonly ElementReader _stream;
    private readonly RamReader _ram;
    private readonly GuestRamSink _memory;
    private readonly GlobalState _global;
    private readonly List<StateSection> _sections;
    private StreamSection? _last;
    private long _packageEnd;
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
            if (_packageEnd > 0 && _stream.Input.Offset >= _packageEnd)
                return LoadErrors.InputOutput(MachineTexts.PackageEnds);
            if (!_stream.ReadElement().TryGet(out StreamElement? element, out ParseError? error))
            {
                // The machine is there. What should describe it is for people.
                if (!ended)
                    return LoadErrors.Explain(error, before, _last);
                _vm.Warn(error.QemuText ?? error.Detail);
                return null;
            }

            switch (element)
            {
                case null:
                    return ended ? null : LoadErrors.Explain(ParseError.At(Errors.Truncated, _stream.Input.Offset, "the stream has no end"), before, _last);
                case EndElement:
                    ended = true;
                    break;
                case ConfigurationElement configuration when Misfit(configuration) is { } misfit:
                    return MachineTexts.LoadFailed(misfit);
                case CommandElement command:
                    if (Obey(command) is { } disobeyed)
                        return disobeyed;
                    break;
                case SectionElement section:
                    _last = section.Section;
                    if (ReadSection(section.Tag, section.Section) is { } failure)
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
            return MachineTexts.OtherMachine(configuration.Machine.Split('\0')[0], _vm.Options.Machine);
        if (configuration.Values.Subsections.TryGetValue("configuration/target-page-bits", out VmStateValues? page) && page.Number("target_page_bits") is ulong bits && bits != (ulong)PageBits)
            return MachineTexts.OtherPageBits(bits, PageBits);
        return Array.Exists(Alike, name => _vm.Capabilities.Names.Contains(name, StringComparer.Ordinal) && _vm.Capabilities[name] != configuration.Capabilities.Contains(name, StringComparer.Ordinal))
            ? MachineTexts.CapabilitiesDiffer
            : null;
    }

    // Null, or why the load fails.
    private string? Obey(CommandElement command)
    {
        ReadOnlySpan<byte> data = command.Data.Span;
        switch (command.Command)
        {
            case StreamCommand.OpenReturnPath:
                _answers = true;
                return null;
            case StreamCommand.Ping:
                uint number = BinaryPrimitives.ReadUInt32BigEndian(data);
                if (!_answers)
                    return LoadErrors.NotPermitted(MachineTexts.PingWithoutReturnPath(number));
                Send(writer => writer.Pong(number));
                return null;
            case StreamCommand.PostcopyAdvise when data.Length > 0:
                return MachineTexts.LoadFailed(MachineTexts.PostcopyAdvice(data.Length));
            case StreamCommand.PostcopyListen or StreamCommand.PostcopyRun or StreamCommand.PostcopyRamDiscard:
                return LoadErrors.NotPermitted(MachineTexts.NoPostcopy(command.Command));
            case StreamCommand.Packaged:
                // It has to end with the command to run, which is refused, because no postcopy is ever announced.
                _packageEnd = _stream.Input.Offset + BinaryPrimitives.ReadUInt32BigEndian(data);
                return null;
            case StreamCommand.EnableColo when _vm.Options.Generation == QemuGeneration.Qemu11:
                return MachineTexts.LoadFailed(MachineTexts.Deprecated(command.Command, data.Length));
            case StreamCommand.ReceivedBitmap:
                return MachineTexts.LoadFailed(data.Length > 0 && data.Length == data[0] + 1 ? MachineTexts.NoBlock(System.Text.Encoding.UTF8.GetString(data[1..])) : MachineTexts.NoBlockName);
            default:
                return null;
        }
    }

    private string? ReadSection(StreamTag tag, StreamSection head)
    {
        if (head.Name.Length == 0)
            return MachineTexts.LoadFailed(ElementReader.NoIdString(head.Id));
        if (head is { Name: "ram", Instance: StateSection.Instance })
            return ReadInVersion(tag, head, RamReader.Version, () => _ram.ReadPayload(_memory));
        if (head is { Name: DirtyBitmap, Instance: StateSection.Instance } && _vm.Options.Machine == RealMachine)
            return ReadInVersion(tag, head, DirtyBitmapVersion, ReadDirtyBitmaps);
        if (_sections.Find(s => s.IdString == head.Name && StateSection.Instance == head.Instance) is not { } section)
            return MachineTexts.LoadFailed(MachineTexts.UnknownSection(head.Name, head.Instance));
        if ((uint)head.Version > (uint)section.Description.Version)
            return MachineTexts.LoadFailed(MachineTexts.UnsupportedVersion((uint)head.Version, head.Name, (uint)section.Description.Version));
        if (head.Version < section.Description.MinimumVersion)
            return MachineTexts.LoadFailed(MachineTexts.InDevice(head.Name, head.Instance, MachineTexts.TooOld(section.Description.Name, head.Version, section.Description.MinimumVersion)));
        if (section.Refusal() is { } refusal)
            return MachineTexts.LoadFailed(MachineTexts.InDevice(head.Name, head.Instance, refusal));
        if (!VmStateReader.Load(_stream.Input, section.Description, head.Version, head.Name).TryGet(out VmStateValues? values, out ParseError? error))
            return LoadErrors.InDevice(head, error);
        if (section.Stage(values) is not { } misfit)
            return null;
        values.Dispose();
        return MachineTexts.LoadFailed(MachineTexts.InDevice(head.Name, head.Instance, misfit));
    }

    // A section whose reader knows no other version.
    private string? ReadInVersion(StreamTag tag, StreamSection head, int version, Func<ParseError?> read)
    {
        if ((uint)head.Version > (uint)version)
            return MachineTexts.LoadFailed(MachineTexts.UnsupportedVersion((uint)head.Version, head.Name, (uint)version));
        ParseError? error = head.Version == version ? read() : ParseError.At(Errors.StreamVersion, 0, $"version {head.Version}; this side has {version}");
        if (error is null)
            return null;
        if (error.Rule != Errors.StreamVersion)
            _vm.Warn(error.QemuText ?? error.Detail);
        return LoadErrors.InHandler(tag, head, error);
    }

    private ParseError? ReadDirtyBitmaps()
    {
        long offset = _stream.Input.Offset;
        byte flags = _stream.Input.ReadByte();
        return flags == DirtyBitmapEnd ? null : ParseError.At(Errors.StreamTag, offset, $"flags 0x{flags:x2} are of a bitmap, and there is no block device");
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
