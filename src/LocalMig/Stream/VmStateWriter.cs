using System.Text;

namespace LocalMig.Stream;

/// <summary>Writes the state of a device as its description tells. The twin of <see cref="VmStateReader"/>.</summary>
public static class VmStateWriter
{
    /// <summary>Writes the fields and the subsections that are there.</summary>
    /// <param name="output">Where to. A failure of it stays in it.</param>
    /// <param name="description">What the state looks like.</param>
    /// <param name="values">A value for each field; a number that only gives a length may be left out. Descriptors stay the caller's.</param>
    /// <exception cref="ArgumentException">The values do not fit the description.</exception>
    public static void Save(StreamOutput output, VmStateDescription description, VmStateValues values)
    {
        foreach (VmStateField field in description.Fields)
            SaveField(output, description, field, VmStateLengths.Value(description, field, values));
        foreach (VmStateDescription subsection in description.Subsections)
        {
            if (!values.Subsections.TryGetValue(subsection.Name, out VmStateValues? nested))
                continue;
            byte[] name = Encoding.UTF8.GetBytes(subsection.Name);
            output.WriteByte((byte)StreamTag.Subsection);
            output.WriteByte(checked((byte)name.Length));
            output.Write(name);
            output.WriteUInt32((uint)subsection.Version);
            Save(output, subsection, nested);
        }
    }

    private static void SaveField(StreamOutput output, VmStateDescription description, VmStateField field, VmStateValue value)
    {
        if (!field.IsArray && !field.IsList)
        {
            SaveElement(output, description, field, value);
            return;
        }

        if (value is not VmStateArray { Items: var items } || (field.ArrayLength is int length && items.Count != length))
            throw Misfit(description, field, value);
        foreach (VmStateValue item in items)
        {
            if (field.IsList)
                output.WriteByte(1);
            SaveElement(output, description, field, item);
        }

        if (field.IsList)
            output.WriteByte(0);
    }

    private static void SaveElement(StreamOutput output, VmStateDescription description, VmStateField field, VmStateValue value)
    {
        switch (value)
        {
            case VmStateStruct nested when field.Struct is not null:
                Save(output, field.Struct, nested.Value);
                break;
            case VmStateDescriptor descriptor when field.Type.Kind == VmStateKind.Descriptor:
                output.WriteDescriptor(descriptor.Value);
                break;
            case VmStateBytes bytes when field.LengthFrom is not null || bytes.Value.Length == field.Size:
                output.Write(bytes.Value.Span);
                break;
            case VmStateNumber number when field.Type.Kind is VmStateKind.Unsigned or VmStateKind.Signed or VmStateKind.Boolean:
                SaveNumber(output, field.Size, number.Value);
                break;
            default:
                throw Misfit(description, field, value);
        }
    }

    private static void SaveNumber(StreamOutput output, int size, ulong value)
    {
        switch (size)
        {
            case 1:
                output.WriteByte((byte)value);
                break;
            case 2:
                output.WriteUInt16((ushort)value);
                break;
            case 4:
                output.WriteUInt32((uint)value);
                break;
            default:
                output.WriteUInt64(value);
                break;
        }
    }

    private static ArgumentException Misfit(VmStateDescription description, VmStateField field, VmStateValue value) =>
        new($"the value of '{field.Name}' does not fit the description '{description.Name}'", nameof(value));
}
