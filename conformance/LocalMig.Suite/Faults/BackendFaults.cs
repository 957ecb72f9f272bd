using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Machine;
using LocalMig.Machine.Devices;
using LocalMig.Stream;
using LocalMig.Suite.Faults.Decorators;

namespace LocalMig.Suite.Faults;

/// <summary>Who reads from a backend when, and who holds it (specification, section 5, bullets 5, 8 and 9; section 7).</summary>
internal static class BackendFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Make.Port("source-polls-on", "The source goes on to read from a backend that it hands over.", onSource: true, static p => new(p)
        {
            Stopping = static (_, _) => { },
            Save = SaveWhilePolled,
            Closing = static port => port.StopPolling(),
        }, "LM-TRANSFER-22"),
        Make.Outgoing("source-polls-again-when-done", "The source reads from its backends again when the migration has ended.", static (vm, steps) => steps.After(MigrationSteps.AwaitAnswer, vm.Devices.StartPolling), "LM-TRANSFER-23"),
        Make.Outgoing("source-never-polls-again", "A source that resumes does not read from its backends again.", static (vm, steps) => steps.After(MigrationSteps.RunOn, vm.Devices.StopPolling), "LM-TRANSFER-21", "LM-TRANSFER-23") with { Hangs = true },
        Make.Incoming("destination-never-polls", "Nobody reads from a backend that a migration brought.", static (vm, steps) => steps.After(MigrationSteps.Start, vm.Devices.StopPolling), "LM-TRANSFER-15", "LM-TRANSFER-25", "LM-TRANSFER-39") with { Hangs = true },
        Make.Outgoing("source-closes-when-sent", "The source closes its descriptors as soon as they are sent.", static (vm, steps) => steps.After(MigrationSteps.SendDevices, () => RemoveDevices(vm)), "LM-TRANSFER-21", "LM-TRANSFER-37") with { Hangs = true },
        Make.Outgoing("source-closes-when-done", "The source closes its descriptors when the migration has ended, and not when it quits.", static (vm, steps) => steps.After(MigrationSteps.AwaitAnswer, () => RemoveDevices(vm)), "LM-TRANSFER-26"),
        Make.Port("source-shuts-down-when-it-quits", "A source that quits shuts its connection down, which ends it for the destination as well.", onSource: true, static p => new(p) { Closing = static port => ShutDown(port) }, "LM-TRANSFER-26") with { Hangs = true },
        Make.Port("destination-keeps-what-failed", "A destination whose load fails keeps the descriptors that have come.", onSource: false, Keeping, "LM-TRANSFER-20", "LM-DEVICE-15"),
        ShutsDownWhatFailed(),
        new("carrier-lost", "The source takes its interface down when the migration has ended.", "LM-TRANSFER-38")
        {
            Seams = static (seams, options) => seams with
            {
                Outgoing = (vm, steps) => steps.After(MigrationSteps.AwaitAnswer, () =>
                {
                    foreach (string name in vm.HeldDescriptors().Select(static d => d.Description).Where(static d => d.Contains("iff=", StringComparison.Ordinal)))
                        options.Network?.TakeDown(name[(name.IndexOf("iff=", StringComparison.Ordinal) + 4)..]);
                }),
            },
        },
        Make.Port("third-hop-fails", "A backend can be handed over twice, because its count has one bit.", onSource: true, static p => new(p), "LM-TRANSFER-35") with { Seams = ThirdHop },
        Leaks("leak-of-the-migration-channel", "The channel of a migration is kept by the source when it is over.", static seams => seams with { Opened = static channel => Leak(channel) }),
        Leaks("leak-on-the-destination", "The channel of a migration is kept by the destination when it is over.", static seams => seams with { Accepted = static channel => Leak(channel) }),
        Leaks("leak-of-the-monitor", "The connection of a monitor is kept when its client has gone.", static seams => seams with { Monitor = static channel => Leak(channel) }),
        Leaks("leak-on-failed-load", "What a load had received is kept where it fails.", static seams => seams with
        {
            Port = static port => new PortFault(port)
            {
                Check = static (inner, values) =>
                {
                    string? refused = inner.CheckQueue(values);
                    if (values.TryGet("fd", out VmStateValue? value) && value is VmStateDescriptor { Value: { } fd })
                        Make.Leak(fd);
                    return refused;
                },
            },
        }),
        Leaks("leak-on-failed-migration", "A source whose migration fails keeps a second descriptor of each backend.", static seams => seams with
        {
            Outgoing = static (vm, steps) => steps.After(MigrationSteps.RunOn, () =>
            {
                foreach (OwnedFd descriptor in vm.Devices.Ports.SelectMany(static p => p.Descriptors))
                    Make.Leak(descriptor);
            }),
        }),
    ];

    private static Fault ShutsDownWhatFailed() => new("destination-shuts-down-what-failed", "A destination whose load fails shuts the connection down before it closes it.", "LM-TRANSFER-21")
    {
        Hangs = true,
        Seams = static (seams, _) =>
        {
            OwnedFd? seen = null;
            return seams with
            {
                Input = reader => new FieldInput(reader, channel =>
                {
                    OwnedFd? received = channel.ReadDescriptor();
                    Leave(seen);
                    seen = received?.Duplicate().Value;
                    return received;
                }),
                Incoming = (_, steps) => steps.Instead(MigrationSteps.Read, run =>
                {
                    string? failure = run();
                    if (failure is not null && seen is not null)
                        Abort(seen);
                    seen = Leave(seen);
                    return failure;
                }),
            };
        },
    };

    private static OwnedFd? Leave(OwnedFd? descriptor)
    {
        descriptor?.Dispose();
        return null;
    }

    private static Fault Leaks(string name, string mistake, Func<VmSeams, VmSeams> change) => new(name, mistake, "LM-TRANSFER-42")
    {
        Seams = (seams, _) => change(seams),
        Cases = ["TRANSFER/same-descriptor", "TRANSFER/load-fails-with-return-path", "QMP/greeting"],
    };

    private static Transport Leak(Transport channel)
    {
        if (channel is UnixChannel unix)
            Make.Leak(unix.Fd);
        return channel;
    }

    // What is pending can be asked for only while nobody reads.
    private static VmStateValues SaveWhilePolled(BackendPort port, int queue)
    {
        DevicePoller poller = new();
        port.StopPolling();
        VmStateValues values = port.SaveQueue(queue);
        port.StartPolling(poller);
        return values;
    }

    private static void RemoveDevices(Vm vm)
    {
        foreach (VmDevice device in vm.Devices.All.ToArray())
            vm.Devices.Remove(device);
    }

    private static void ShutDown(BackendPort port)
    {
        foreach (OwnedFd descriptor in port.Descriptors)
        {
            if (descriptor.Duplicate().TryGet(out OwnedFd? copy, out _))
                Abort(copy);
        }
    }

    private static void Abort(OwnedFd socket)
    {
        if (UnixChannel.Adopt(socket).TryGet(out UnixChannel? channel, out _))
        {
            channel.Abort();
            channel.Dispose();
        }
        else
        {
            socket.Dispose();
        }
    }

    private static PortFault Keeping(BackendPort port)
    {
        List<OwnedFd> kept = [];
        return new PortFault(port)
        {
            Filled = static _ => false,
            Check = (_, values) =>
            {
                if (values.TryGet("fd", out VmStateValue? value) && value is VmStateDescriptor { Value: { } fd })
                    kept.Add(fd.Duplicate().Value);
                return port.IsFilled ? port.FilledText : port.CheckQueue(values);
            },
            Filling = (inner, queues) =>
            {
                kept.ForEach(static d => d.Dispose());
                kept.Clear();
                inner.Fill(queues);
            },
            Held = inner => [.. inner.Descriptors, .. kept],
            Closing = _ => kept.ForEach(static d => d.Dispose()),
        };
    }

    private static VmSeams ThirdHop(VmSeams seams, VmOptions options) => seams with
    {
        Port = static port => new PortFault(port)
        {
            HandedOver = static (inner, local) =>
            {
                bool handed = inner.IsHandedOver(local);
                return handed && Hops.AddOrUpdate(inner.Descriptors[0].Describe(), 1, static (_, hops) => hops + 1) <= 2;
            },
        },
    };

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> Hops = new(StringComparer.Ordinal);
}
