using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine.Devices;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>Sets parameters: <see cref="MigrationParameters.Apply"/>, or what stands in for it.</summary>
public delegate Result<MigrationParameters, QmpError> ParameterSetter(
    MigrationParameters current, JsonValue update, MigrationCapabilities capabilities);

/// <summary>Says which channel may be used: <see cref="ChannelPolicy.Check"/>, or what stands in for it.</summary>
public delegate QmpError? ChannelCheck(
    MigrationAddress address, MigrationParameters parameters, MigrationCapabilities capabilities, Func<FdAddress, DescriptorKind> kindOf);

/// <summary>The collaborators of a machine. The ordinary ones make it correct; each can be replaced, so that a machine with one fault
/// in one place can be made without a line about faults in it.</summary>
public sealed record VmSeams
{
    /// <summary>The ordinary ones.</summary>
    public static VmSeams Default { get; } = new();

    /// <summary>Gives the parameters as they are before anyone sets one (specification, section 2).</summary>
    public Func<Profile, QemuGeneration, MigrationParameters> Defaults { get; init; } = MigrationParameters.Defaults;

    /// <summary>Sets parameters (specification, section 2).</summary>
    public ParameterSetter Parameters { get; init; } = static (current, update, capabilities) => current.Apply(update, capabilities);

    /// <summary>Says which channel may be used (specification, section 3).</summary>
    public ChannelCheck Channel { get; init; } = ChannelPolicy.Check;

    /// <summary>Gives the kinds of devices (specification, section 4).</summary>
    public Func<Profile, IReadOnlyList<DeviceModel>> Models { get; init; } = DeviceModels.For;

    /// <summary>Takes what devices that are being made can see of their machine.</summary>
    public Func<DeviceSite, DeviceSite> Site { get; init; } = static site => site;

    /// <summary>Takes the place of a backend, and gives the one that its device uses (specification, sections 4 and 5).</summary>
    public Func<BackendPort, BackendPort> Port { get; init; } = static port => port;

    /// <summary>Takes the sections that a source is about to save, in their order.</summary>
    public Func<IReadOnlyList<StateSection>, IReadOnlyList<StateSection>> Saved { get; init; } = static sections => sections;

    /// <summary>Takes the sections that a destination can load.</summary>
    public Func<IReadOnlyList<StateSection>, IReadOnlyList<StateSection>> Loaded { get; init; } = static sections => sections;

    /// <summary>Takes the steps of the half that sends.</summary>
    public Func<Vm, IReadOnlyList<MigrationStep>, IReadOnlyList<MigrationStep>> Outgoing { get; init; } = static (_, steps) => steps;

    /// <summary>Takes the steps of the half that receives.</summary>
    public Func<Vm, IReadOnlyList<MigrationStep>, IReadOnlyList<MigrationStep>> Incoming { get; init; } = static (_, steps) => steps;

    /// <summary>Takes the channel that a source has opened before anything is sent on it.</summary>
    public Func<Transport, Transport> Opened { get; init; } = static channel => channel;

    /// <summary>Takes the channel that a destination has accepted before anything is read from it.</summary>
    public Func<Transport, Transport> Accepted { get; init; } = static channel => channel;

    /// <summary>Writes a stream, its descriptors included, to a channel (specification, section 5).</summary>
    public Func<ChannelWriter, StreamOutput> Output { get; init; } = static channel => new ChannelOutput(channel);

    /// <summary>Reads a stream, its descriptors included, from a channel (specification, section 5).</summary>
    public Func<ChannelReader, StreamInput> Input { get; init; } = static channel => new ChannelInput(channel);

    /// <summary>Puts the elements into a stream.</summary>
    public Func<StreamOutput, ElementWriter> Writer { get; init; } = static output => new ElementWriter(output);

    /// <summary>Pulls the elements out of a stream.</summary>
    public Func<StreamInput, ElementReader> Reader { get; init; } = static input => new ElementReader(input);

    /// <summary>Takes the commands before the monitor is given them.</summary>
    public Func<Vm, ICommandTable, ICommandTable> Commands { get; init; } = static (_, table) => table;

    /// <summary>Takes the connection of each client of the monitor before anything is sent on it.</summary>
    public Func<Transport, Transport> Monitor { get; init; } = static channel => channel;

    /// <summary>Takes each event, and gives what is emitted in its place.</summary>
    public Func<QmpEvent, IEnumerable<QmpEvent>> Events { get; init; } = static happened => [happened];

    /// <summary>Takes what a QEMU writes to its standard error, line by line. Called from any thread.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
