using System.Buffers.Binary;
using LocalMig.Machine;
using LocalMig.Machine.Devices;
using LocalMig.Parameters;
using LocalMig.Stream;
using LocalMig.Suite.Faults.Decorators;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong layouts of a TAP backend, which the implementation itself reads as it writes them (specification, section 5, layout).</summary>
internal static class LayoutFaults
{
    private const string Tap = "net-tap";

    private static readonly string[] Flags = ["using_vnet_hdr", "has_ufo", "has_uso", "has_tunnel", "enabled"];

    public static IReadOnlyList<Fault> All { get; } =
    [
        Elements("tap-sections-in-parts", "A queue is sent as the first part of a section.", static w => new FaultyWriter(w) { InParts = IsTap }, static r => new FaultyReader(r), "LM-STREAM-01"),
        new("tap-behind-its-device", "The sections of a backend follow the device that uses it.", "LM-STREAM-02")
        {
            Profiles = [Profile.Upstream],
            Seams = static (seams, _) => seams with { Saved = static sections => [.. sections.OrderBy(static s => s.IdString.EndsWith(Tap, StringComparison.Ordinal))] },
        },
        Named("tap-queues-from-one", "The queues in the id strings are counted from 1.", static queue => queue + 1, static queue => queue - 1),
        Named("tap-id-string-of-another-queue", "Queue 0 and queue 1 have each other's id strings.", static queue => queue < 2 ? 1 - queue : queue, static queue => queue < 2 ? 1 - queue : queue),
        Elements("tap-version-one", "The section of a queue has version 1.", static w => new FaultyWriter(w) { Head = static s => IsTap(s) ? s with { Version = 1 } : s }, static r => new FaultyReader(r) { Head = static s => IsTap(s) ? s with { Version = 0 } : s }, "LM-STREAM-04"),
        Elements("tap-instance-per-queue", "The section of a queue has an instance id of its own.", static w => new FaultyWriter(w) { Head = static s => IsTap(s) ? s with { Instance = s.Id } : s }, static r => new FaultyReader(r) { Head = static s => IsTap(s) ? s with { Instance = 0 } : s }, "LM-STREAM-04"),
        Port("tap-descriptor-last", "The descriptor stands behind the other fields of its queue.", static p => new PortFault(p) { State = Reordered(p.QueueState, static f => f.Name == "fd") }, "LM-STREAM-05"),
        Port("tap-flags-as-masks", "A flag that is set is sent as 255.", static p => new PortFault(p) { Save = static (port, queue) => Masked(port.SaveQueue(queue)) }, "LM-STREAM-06"),
        Port("tap-header-length-swapped", "The header length is sent in the byte order of the machine.", static p => new PortFault(p)
        {
            Save = static (port, queue) => Swapped(port.SaveQueue(queue)),
            Check = static (port, values) => port.CheckQueue(Swapped(values)),
        }, "LM-STREAM-07", "LM-STREAM-12"),
        Port("tap-header-length-in-two-bytes", "The header length has two bytes.", static p => new PortFault(p) { State = Narrowed(p.QueueState) }, "LM-STREAM-07"),
        Elements("tap-footer-missing", "The section of a queue has no footer.", static w => new FaultyWriter(w) { Foot = static (id, name) => name.EndsWith(Tap, StringComparison.Ordinal) ? null : id }, static r => new FaultyReader(r) { Footless = IsTap }, "LM-STREAM-08"),
        Elements("tap-footer-of-another-section", "The footer of a queue names the section behind.", static w => new FaultyWriter(w) { Foot = static (id, name) => name.EndsWith(Tap, StringComparison.Ordinal) ? id + 1 : id }, static r => new FaultyReader(r) { TakesAnyFooter = true }, "LM-STREAM-08"),
        new("backend-in-a-section-of-its-own", "In the forms with the backend inside its device, it is sent as a section of its own.", "LM-STREAM-09") { Seams = OwnSections },
        Everywhere("tap-queues-shown-disabled", "Every queue is sent as disabled.", static values => values.Set("enabled", false), "LM-STREAM-12"),
        Everywhere("tap-header-length-forgotten", "The header length is sent as 0.", static values => values.Set("host_vnet_hdr_len", 0ul), "LM-STREAM-12"),
    ];

    private static bool IsTap(StreamSection section) => section.Name.EndsWith(Tap, StringComparison.Ordinal);

    private static Fault Elements(string name, string mistake, Func<StreamOutput, ElementWriter> writer, Func<StreamInput, ElementReader> reader, params IReadOnlyList<string> breaks) =>
        new(name, mistake, breaks) { Profiles = [Profile.Upstream], Seams = (seams, _) => seams with { Writer = writer, Reader = reader } };

    private static Fault Port(string name, string mistake, Func<BackendPort, PortFault> make, params IReadOnlyList<string> breaks) =>
        Make.Port(name, mistake, p => IsTap(p) ? make(p) : new PortFault(p), breaks) with { Profiles = [Profile.Upstream] };

    private static Fault Everywhere(string name, string mistake, Func<VmStateValues, VmStateValues> change, string breaks) =>
        Make.Port(name, mistake, p => IsTap(p) ? new PortFault(p) { Save = (port, queue) => change(port.SaveQueue(queue)) } : new PortFault(p), breaks);

    private static bool IsTap(BackendPort port) => port.QueueState.Name == Tap;

    private static Fault Named(string name, string mistake, Func<int, int> written, Func<int, int> read) => Elements(
        name, mistake, w => new FaultyWriter(w) { Head = s => Renamed(s, written) }, r => new FaultyReader(r) { Head = s => Renamed(s, read) }, "LM-STREAM-03");

    private static StreamSection Renamed(StreamSection section, Func<int, int> queue)
    {
        string[] parts = section.Name.Split('/');
        return IsTap(section) && parts.Length == 3 && int.TryParse(parts[1], System.Globalization.CultureInfo.InvariantCulture, out int number)
            ? section with { Name = NetTapState.SectionName(parts[0], queue(number)) }
            : section;
    }

    private static VmStateDescription Reordered(VmStateDescription state, Func<VmStateField, bool> last) => state with { Fields = [.. state.Fields.OrderBy(last)] };

    private static VmStateDescription Narrowed(VmStateDescription state) =>
        state with { Fields = [.. state.Fields.Select(static f => f.Name == "host_vnet_hdr_len" ? VmStateField.Of(f.Name, VmStateType.UInt16) : f)] };

    private static VmStateValues Masked(VmStateValues values)
    {
        foreach (string flag in Flags.Where(values.Flag))
            values.Set(flag, 255ul);
        return values;
    }

    private static VmStateValues Swapped(VmStateValues values) =>
        values.Set("host_vnet_hdr_len", (ulong)BinaryPrimitives.ReverseEndianness((uint)values.Number("host_vnet_hdr_len")));

    private static VmSeams OwnSections(VmSeams seams, VmOptions options)
    {
        List<BackendPort> ports = [];
        return seams with
        {
            Port = port =>
            {
                ports.Add(port);
                return new PortFault(port);
            },
            Saved = sections => [.. ports.Where(static p => p.IsHandedOver(true)).Select(static p => new OwnSection(p)), .. sections.Select(static s => new WithoutBackend(s))],
            Loaded = sections => [.. ports.Select(static p => new OwnSection(p)), .. sections],
            Incoming = static (_, steps) => steps.Except(MigrationSteps.Check),
        };
    }

    private sealed class OwnSection(BackendPort port) : StateSection
    {
        public override string IdString => port.Id + "/backend";

        public override VmStateDescription Description => port.QueueState;

        public override VmStateValues Save(bool local) => port.SaveQueue(0);

        protected override string? Check(VmStateValues values) => port.CheckQueue(values);

        protected override void Apply(VmStateValues values) => port.Fill([values]);
    }

    private sealed class WithoutBackend(StateSection inner) : PassedSection(inner)
    {
        public override VmStateValues Save(bool local) => base.Save(local: false);
    }
}
