namespace LocalMig.Stream;

/// <summary>What a description becomes for one saved state: lengths and sizes as they are, and only the subsections that are there.
/// This is what the description following a stream tells.</summary>
public static class VmStateResolution
{
    /// <summary>Resolves a description for values that are (or were) saved with it.</summary>
    /// <exception cref="ArgumentException">The values do not fit the description.</exception>
    public static VmStateDescription Resolve(VmStateDescription description, VmStateValues values)
    {
        var fields = new List<VmStateField>();
        foreach (VmStateField field in description.Fields)
            Resolve(description, field, VmStateLengths.Value(description, field, values), fields);
        var subsections = new List<VmStateDescription>();
        foreach (VmStateDescription subsection in description.Subsections)
        {
            if (values.Subsections.TryGetValue(subsection.Name, out VmStateValues? nested))
                subsections.Add(Resolve(subsection, nested));
        }

        return new VmStateDescription(description.Name, description.Version, description.Version, fields, subsections);
    }

    /// <summary>Bytes that a resolved state takes in the stream, the service bytes of descriptors included.</summary>
    public static long Size(VmStateDescription resolved)
    {
        long size = resolved.Fields.Sum(field => (long)field.Size * (field.ArrayLength ?? 1));
        foreach (VmStateDescription subsection in resolved.Subsections)
            size += 1 + 1 + subsection.Name.Length + 4 + Size(subsection);
        return size;
    }

    private static void Resolve(VmStateDescription description, VmStateField field, VmStateValue value, List<VmStateField> fields)
    {
        switch (value)
        {
            case VmStateBytes bytes:
                fields.Add(field with { Size = bytes.Value.Length, LengthFrom = null, Since = 0 });
                break;
            case VmStateStruct nested when field.Struct is not null:
                VmStateDescription resolved = Resolve(field.Struct, nested.Value);
                fields.Add(field with { Struct = resolved, Size = checked((int)Size(resolved)), Since = 0 });
                break;
            case VmStateArray array when field.Type.Kind == VmStateKind.List:
                long size = 1;
                foreach (VmStateStruct item in array.Items.Cast<VmStateStruct>())
                    size += 1 + Size(Resolve(field.Struct!, item.Value));
                fields.Add(new VmStateField(field.Name, field.Type, checked((int)size)));
                break;
            case VmStateArray array when field.Struct is not null:
                // Elements may differ in length and subsections, so each is described.
                for (int index = 0; index < array.Items.Count; index++)
                {
                    VmStateDescription element = Resolve(field.Struct, ((VmStateStruct)array.Items[index]).Value);
                    fields.Add(new VmStateField(field.Name, field.Type, checked((int)Size(element)), null, element) { Index = index });
                }

                break;
            case VmStateArray array:
                if (array.Items.Count > 0)
                    fields.Add(field with { ArrayLength = array.Items.Count, LengthFrom = null, Since = 0 });
                break;
            case VmStateNumber or VmStateDescriptor:
                fields.Add(field with { Since = 0 });
                break;
            default:
                throw new ArgumentException($"the value of '{field.Name}' does not fit the description '{description.Name}'", nameof(value));
        }
    }
}
