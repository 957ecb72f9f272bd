namespace LocalMig.Stream.Compare;

/// <summary>The fields of a state, in the order of their bytes, and its subsections.</summary>
internal static class FieldDifferences
{
    public static void Find(string path, VmStateDescription a, VmStateDescription b, DifferenceList found)
    {
        var unlike = new List<FieldGap>();
        foreach (FieldGap gap in FieldAlignment.Of(a.Fields, b.Fields))
        {
            if (gap.IsPair && FieldForm.SizeOf(gap.InA) == FieldForm.SizeOf(gap.InB))
            {
                CompareUnlike(path, unlike, a.Version, b.Version, found);
                unlike.Clear();
                FieldForm.Compare($"{path}.{gap.InA[0].Key}", gap.InA[0], gap.InB[0], found);
            }
            else
            {
                unlike.Add(gap);
            }
        }

        CompareUnlike(path, unlike, a.Version, b.Version, found);
        foreach (VmStateDescription subsection in a.Subsections)
        {
            if (b.Subsection(subsection.Name) is VmStateDescription same)
                CompareSubsections($"{path}.{subsection.Name}", subsection, same, found);
            else
                AddLone(path, subsection, inA: true, found);
        }

        foreach (VmStateDescription subsection in b.Subsections.Where(subsection => a.Subsection(subsection.Name) is null))
            AddLone(path, subsection, inA: false, found);
    }

    // Fields between two that have the same name and size on both sides.
    private static void CompareUnlike(string path, List<FieldGap> unlike, int versionOfA, int versionOfB, DifferenceList found)
    {
        VmStateField[] inA = [.. unlike.SelectMany(static gap => gap.InA)];
        VmStateField[] inB = [.. unlike.SelectMany(static gap => gap.InB)];
        if (inA.Length > 0 && inB.Length > 0 && FieldForm.SizeOf(inA) == FieldForm.SizeOf(inB))
            CompareSameLength(path, inA, inB, found);
        else
            CompareEach(path, unlike, versionOfA, versionOfB, found);
    }

    // Nothing behind them is shifted: QEMU renames fields, leaves some unused, and divides them anew, in this way.
    private static void CompareSameLength(string path, VmStateField[] inA, VmStateField[] inB, DifferenceList found)
    {
        if (inA.Length == inB.Length && inA.Zip(inB).All(static pair => FieldForm.SameBytes(pair.First, pair.Second)))
        {
            foreach ((VmStateField a, VmStateField b) in inA.Zip(inB))
                found.Add(DifferenceKind.FieldName, $"{path}.{a.Key}", a.Key, b.Key, new Effect(Outcome.Compatible, "the bytes are the same under another name"));
        }
        else
        {
            bool passed = FieldForm.AreUnused(inA) || FieldForm.AreUnused(inB);
            found.Add(
                DifferenceKind.FieldName,
                $"{path}.{inA[0].Key}",
                Names(inA),
                Names(inB),
                passed
                    ? new Effect(Outcome.Compatible, "one side passes over these bytes")
                    : new Effect(Outcome.MayBreak, $"{FieldForm.Bytes(FieldForm.SizeOf(inA))} are divided into other fields"));
        }
    }

    private static void CompareEach(string path, List<FieldGap> unlike, int versionOfA, int versionOfB, DifferenceList found)
    {
        foreach (FieldGap gap in unlike)
        {
            if (gap.IsPair)
            {
                FieldForm.Compare($"{path}.{gap.InA[0].Key}", gap.InA[0], gap.InB[0], found);
                continue;
            }

            foreach (VmStateField field in gap.InA)
                AddLone(path, field, inA: true, versionOfA, versionOfB, found);
            foreach (VmStateField field in gap.InB)
                AddLone(path, field, inA: false, versionOfB, versionOfA, found);
        }
    }

    // The bytes behind a field that only one side has are read as something else; a newer destination may know how the older one did it.
    private static void AddLone(string path, VmStateField field, bool inA, int own, int other, DifferenceList found)
    {
        Effect sent = own < other
            ? new Effect(Outcome.MayBreak, "the destination must still read this field of the older version")
            : new Effect(Outcome.Breaks, $"the destination does not read {FieldForm.Bytes(FieldForm.SizeOf([field]))} that are sent");
        Effect expected = other < own
            ? new Effect(Outcome.MayBreak, "the destination must not expect this field from the older version")
            : new Effect(Outcome.Breaks, $"the destination reads {FieldForm.Bytes(FieldForm.SizeOf([field]))} that are not sent");
        found.AddLone(DifferenceKind.Field, $"{path}.{field.Key}", FieldForm.Text(field), inA, sent, expected);
    }

    private static void CompareSubsections(string path, VmStateDescription a, VmStateDescription b, DifferenceList found)
    {
        if (a.Version != b.Version)
        {
            found.Add(DifferenceKind.Version, path, a.Version, b.Version, static version => $"version {version}", (source, destination) => source > destination
                ? new Effect(Outcome.Breaks, "the destination knows no version that new", $"{a.Name}: incoming version_id {source} is too new for local version_id {destination}")
                : new Effect(Outcome.MayBreak, "the destination must still read that old a version"));
        }

        Find(path, a, b, found);
    }

    // A subsection is sent only in some states: that a description has none does not mean that its side knows none.
    private static void AddLone(string path, VmStateDescription subsection, bool inA, DifferenceList found) => found.AddLone(
        DifferenceKind.Subsection,
        $"{path}.{subsection.Name}",
        $"version {subsection.Version}",
        inA,
        new Effect(Outcome.MayBreak, "the destination must know this subsection", $"VM subsection '{subsection.Name}' in '{subsection.Name[..Math.Max(0, subsection.Name.LastIndexOf('/'))]}' does not exist"),
        new Effect(Outcome.Compatible, "a subsection may be left out"));

    private static string Names(IReadOnlyList<VmStateField> fields) => string.Join(", ", fields.Select(static field => $"{field.Key} ({FieldForm.Text(field)})"));
}
