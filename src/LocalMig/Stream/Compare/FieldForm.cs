namespace LocalMig.Stream.Compare;

/// <summary>What the bytes of a field look like, and what it means where that differs.</summary>
internal static class FieldForm
{
    public static void Compare(string path, VmStateField a, VmStateField b, DifferenceList found)
    {
        int before = found.Found.Count;
        if (a.Struct is VmStateDescription structOfA && b.Struct is VmStateDescription structOfB)
        {
            // Its version is not sent: that of the section counts.
            if (structOfA.Version != structOfB.Version)
                found.Add(DifferenceKind.Version, path, structOfA.Version, structOfB.Version, static version => $"version {version}", static (_, _) => new Effect(Outcome.Compatible, "the version of a struct is not sent"));
            FieldDifferences.Find(path, structOfA, structOfB, found);
        }
        else if (a.Type.Name != b.Type.Name)
        {
            found.Add(DifferenceKind.FieldType, path, Text(a), Text(b), Retyped(a, b));
            return;
        }

        // A struct of another size is one because of what is in it, and that was told.
        if (SizeOf([a]) != SizeOf([b]) && found.Found.Count == before)
            found.Add(DifferenceKind.FieldSize, path, Text(a), Text(b), Resized(a));
    }

    /// <summary>Whether two fields are the same but for their names.</summary>
    public static bool SameBytes(VmStateField a, VmStateField b)
    {
        var inside = new DifferenceList();
        Compare("", a, b, inside);
        return inside.Found.Count == 0;
    }

    public static long SizeOf(IReadOnlyList<VmStateField> fields) => fields.Sum(static field => (long)field.Size * (field.ArrayLength ?? 1));

    public static bool AreUnused(IReadOnlyList<VmStateField> fields) => fields.Count > 0 && fields.All(static field => field.Type.Name == "unused_buffer");

    public static string Text(VmStateField field) => field.ArrayLength is int length
        ? $"{length} x {field.Type.Name}, {field.Size} bytes each"
        : $"{field.Type.Name}, {Bytes(field.Size)}";

    public static string Bytes(long count) => count == 1 ? "1 byte" : $"{count} bytes";

    private static Effect Retyped(VmStateField a, VmStateField b)
    {
        if (SizeOf([a]) != SizeOf([b]))
            return new Effect(Outcome.Breaks, "the field has another type and another size");
        if (AreUnused([a]) || AreUnused([b]))
            return new Effect(Outcome.Compatible, "one side passes over these bytes");
        return IsNumber(a) && IsNumber(b)
            ? new Effect(Outcome.MayBreak, "the same bytes are read as another kind of number, or checked against the destination's own")
            : new Effect(Outcome.Breaks, "the field has another type");
    }

    private static bool IsNumber(VmStateField field) => field.Type.Kind is VmStateKind.Unsigned or VmStateKind.Signed or VmStateKind.Boolean;

    // Lists, and what a device writes by code of its own, have a length that depends on the state.
    private static Effect Resized(VmStateField field) => field.Type.Kind == VmStateKind.List || (field.Type.Kind == VmStateKind.Bytes && field.Type != VmStateType.Buffer && !AreUnused([field]))
        ? new Effect(Outcome.MayBreak, "the device itself decides how long this is")
        : new Effect(Outcome.Breaks, "the destination reads another number of bytes");
}
