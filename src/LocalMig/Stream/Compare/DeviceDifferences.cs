namespace LocalMig.Stream.Compare;

/// <summary>The devices: which there are, in which version, and what their states consist of.</summary>
internal static class DeviceDifferences
{
    public static void Find(ComparedSide a, ComparedSide b, DifferenceList found)
    {
        Dictionary<(string, uint), VmDescription.Device> inB = ByKey(b.Devices);
        foreach (VmDescription.Device device in a.Devices)
        {
            if (inB.Remove((device.Name, device.Instance), out VmDescription.Device? same))
                Compare(device, same, a.Versions, b.Versions, found);
            else
                AddLone(device, inA: true, found);
        }

        foreach (VmDescription.Device device in b.Devices.Where(device => inB.ContainsKey((device.Name, device.Instance))))
            AddLone(device, inA: false, found);
    }

    private static Dictionary<(string, uint), VmDescription.Device> ByKey(IReadOnlyList<VmDescription.Device> devices)
    {
        var byKey = new Dictionary<(string, uint), VmDescription.Device>();
        foreach (VmDescription.Device device in devices)
            byKey[(device.Name, device.Instance)] = device;
        return byKey;
    }

    private static void Compare(
        VmDescription.Device a,
        VmDescription.Device b,
        IReadOnlyDictionary<(string, uint), int>? versionsOfA,
        IReadOnlyDictionary<(string, uint), int>? versionsOfB,
        DifferenceList found)
    {
        string path = PathOf(a);
        // What a section states counts, where both sides have sections.
        bool stated = versionsOfA is not null && versionsOfB is not null;
        int versionOfA = stated ? versionsOfA!.GetValueOrDefault((a.Name, a.Instance)) : a.State?.Version ?? 0;
        int versionOfB = stated ? versionsOfB!.GetValueOrDefault((b.Name, b.Instance)) : b.State?.Version ?? 0;
        if (versionOfA != versionOfB)
        {
            found.Add(DifferenceKind.Version, path, versionOfA, versionOfB, static version => $"version {version}", (source, destination) => source > destination
                ? new Effect(Outcome.Breaks, "the destination knows no version that new", $"unsupported version {source} for '{a.Name}' v{destination}")
                : new Effect(Outcome.MayBreak, "the destination must still read that old a version"));
        }

        if (a.State is VmStateDescription stateOfA && b.State is VmStateDescription stateOfB)
            FieldDifferences.Find(path, stateOfA, stateOfB, found);
        else if (a.State is not null || b.State is not null)
        {
            found.Add(DifferenceKind.FieldType, path, a, b, static side => side.State is null ? "not described" : "described", static (_, _) => new Effect(Outcome.MayBreak, "one side does not describe the state"));
        }
        else if (a.Size != b.Size)
        {
            found.Add(DifferenceKind.FieldSize, path, a, b, static side => $"{side.Size} bytes, not described", static (_, _) => new Effect(Outcome.MayBreak, "nothing describes what the state consists of"));
        }
    }

    private static void AddLone(VmDescription.Device device, bool inA, DifferenceList found) => found.AddLone(
        DifferenceKind.Section,
        PathOf(device),
        device.State is VmStateDescription state ? $"version {state.Version}" : "not described",
        inA,
        new Effect(
            Outcome.Breaks,
            "the destination has no such device",
            $"Unknown section or instance '{device.Name}' {device.Instance}. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices"),
        new Effect(Outcome.Compatible, "nothing is sent for this device: it stays as it was reset"));

    private static string PathOf(VmDescription.Device device) => device.Instance == 0 ? device.Name : $"{device.Name}#{device.Instance}";
}
