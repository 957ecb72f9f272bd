using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Machine.Devices;
using LocalMig.Parameters;
using LocalMig.Stream;
using LocalMig.Suite.Faults.Decorators;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong decisions of who hands over what (specification, section 4, bullets 1 to 6).</summary>
internal static class HandOverFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Make.Port("handover-never", "The source knows the parameter and hands nothing over.", onSource: true, static p => new(p) { HandedOver = static (_, _) => false }, "LM-DEVICE-01"),
        Make.Port("handover-ignores-support", "A device that cannot hand its backend over does so all the same.", onSource: true, static p => new(p) { HandedOver = static (port, local) => local && port.IsFilled }, "LM-DEVICE-02"),
        Make.Port("handover-ignores-switch", "The device's switch is not looked at.", onSource: true, static p => new(p) { HandedOver = static (port, local) => local && port.Supported && port.IsFilled }, "LM-DEVICE-10", "LM-DEVICE-11", "LM-DEVICE-36"),
        Make.Port("handover-ignores-parameter", "The parameter is not looked at, only the switch.", onSource: true, static p => new(p) { HandedOver = static (port, _) => port.IsHandedOver(true) }, "LM-CHANNEL-30", "LM-DEVICE-08"),
        Make.Port("handover-always", "Whatever has a backend hands it over.", onSource: true, static p => new(p) { HandedOver = static (port, _) => port.IsFilled }, "LM-DEVICE-36", "LM-CHANNEL-30"),
        new("destination-forgets-its-parameter", "A destination whose backend waits takes it though its parameter was cleared.", "LM-DEVICE-13")
        {
            Profiles = [Profile.Proposal, Profile.V16],
            Seams = static (seams, options) => Make.IsSource(options) ? seams : seams with { Site = static site => new PassedSite(site) { SeenLocal = true } },
        },
        OneSwitchForAll(),
        new("handover-switch-default-on", "The switch is on where nobody sets it.", "LM-DEVICE-37")
        {
            Seams = static (seams, _) => seams with { Commands = static (vm, table) => new PassedCommands(table, (command, usual) => usual(SwitchedOn(command, vm.Options.Profile))) },
        },
        Make.Outgoing("local-needs-a-device", "A migration with the parameter set and nothing to hand over fails.", static (vm, steps) => steps.Instead(MigrationSteps.SendDevices, run =>
            vm.Parameters.Local && !vm.Devices.Ports.Any() ? "no device supports local migration" : run()), "LM-DEVICE-06"),
        SendsSomethingAlways(),
        Make.Incoming("destination-loses-its-own-backend", "A destination gives up the backend that it opened itself when a migration ends.", static (vm, steps) => steps.After(MigrationSteps.TakeIn, () =>
        {
            foreach (VmDevice device in vm.Devices.All.Where(static d => d.Port is { IsFilled: true, Permitted: true }).ToArray())
                vm.Devices.Remove(device);
        }), "LM-DEVICE-09"),
        Overwrites("destination-ignores-its-switch", "A destination whose switch is off takes the source's backend in the place of its own.", "LM-DEVICE-12"),
        Overwrites("destination-ignores-its-parameter", "A destination whose parameter is false takes the source's backend in the place of its own.", "LM-DEVICE-13"),
        Make.Incoming("destination-without-backend", "A destination completes though the backend that it waited for did not come.", static (_, steps) => steps.Except(MigrationSteps.Check), "LM-DEVICE-16", "LM-DEVICE-17", "LM-DEVICE-18"),
        Make.Incoming("waited-in-vain-text", "A destination that waited in vain says something else.", static (_, steps) => steps.Instead(MigrationSteps.Check, static run =>
            run() is null ? null : "error while loading state: missing backend"), "LM-DEVICE-19"),
        new("ids-are-not-compared", "A destination takes what comes for its own device, whatever its name.", "LM-DEVICE-34")
        {
            Profiles = [Profile.Upstream],
            Seams = static (seams, _) => seams with { Reader = static input => new FaultyReader(input) { Head = static section => section with { Name = section.Name.Replace("one0", "two0", StringComparison.Ordinal) } } },
        },
        new("surplus-queues-left-out", "A source sends two queues at most.", "LM-DEVICE-33")
        {
            Profiles = [Profile.Upstream],
            Seams = static (seams, _) => seams with
            {
                Saved = static sections => [.. sections.Where(static s => !s.IdString.EndsWith("/2/net-tap", StringComparison.Ordinal) && !s.IdString.EndsWith("/3/net-tap", StringComparison.Ordinal)).Select(static s => s.IdString.Contains("virtio-net", StringComparison.Ordinal) ? new TwoQueues(s) : s)],
            },
        },
        new("load-looks-at-the-parameter", "A destination whose backend waits refuses it where the parameter was cleared meanwhile.", "LM-DEVICE-35")
        {
            Profiles = [Profile.Upstream],
            Seams = static (seams, _) =>
            {
                DeviceSite? site = null;
                return seams with
                {
                    Site = seen => site = seen,
                    Port = port => new PortFault(port) { Check = (inner, values) => site!.Local ? inner.CheckQueue(values) : "local migration is off" },
                };
            },
        },
        Make.Port("ordinary-migration-fails-with-switch", "A destination with a switch on and a backend of its own refuses every migration.", onSource: false, static p => new(p) { Filled = static port => port.IsFilled && !port.Permitted }, "LM-DEVICE-36", "LM-DEVICE-08"),
    ];

    private static Fault OneSwitchForAll() => new("handover-one-switch-for-all", "One device that is switched on switches all of them on.", "LM-DEVICE-11")
    {
        Seams = static (seams, _) =>
        {
            List<BackendPort> ports = [];
            return seams with
            {
                Port = port =>
                {
                    ports.Add(port);
                    return new PortFault(port) { HandedOver = (inner, local) => local && inner is { Supported: true, IsFilled: true } && ports.Exists(static p => p.Permitted) };
                },
            };
        },
    };

    private static Qmp.QmpCommand SwitchedOn(Qmp.QmpCommand command, Profile profile)
    {
        string name = DeviceSwitch.Property(profile);
        return command.Name == "device_add" && command.Arguments["driver"] is { Kind: JsonKind.String, AsString: "localmig-socket" } && command.Arguments[name] is null
            ? command.With(command.Arguments.With(name, true))
            : command;
    }

    private static Fault SendsSomethingAlways() => new("a-descriptor-without-a-device", "A descriptor is sent with the end of the stream, whether a device has one or not.", "LM-DEVICE-07")
    {
        Seams = static (seams, _) =>
        {
            FieldOutput? output = null;
            return seams with
            {
                Output = channel => output = new FieldOutput(channel, static (field, descriptor) => field.Channel.WriteDescriptor(descriptor)),
                Outgoing = (vm, steps) => steps.Instead(MigrationSteps.SendDevices, run =>
                {
                    if (!vm.Parameters.Local)
                        return run();
                    using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle("/dev/null");
                    OwnedFd sent = OwnedFd.Adopt((int)file.DangerousGetHandle());
                    file.SetHandleAsInvalid();
                    using (sent)
                    {
                        output!.RideOnNext(sent);
                        return run();
                    }
                }),
            };
        },
    };

    // The queued form looks only whether there is a backend already.
    private static Fault Overwrites(string name, string mistake, string breaks) => Make.Port(name, mistake, onSource: false, static p => new(p)
    {
        Filled = static _ => false,
        Check = static (_, _) => null,
        Filling = static (port, queues) =>
        {
            port.Dispose();
            port.Fill(queues);
        },
    }, breaks) with
    { Profiles = [Profile.Upstream] };

    private sealed class TwoQueues(StateSection inner) : PassedSection(inner)
    {
        public override VmStateValues Save(bool local) => base.Save(local).Set("max_queue_pairs", 2ul);
    }
}
