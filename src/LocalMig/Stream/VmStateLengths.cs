namespace LocalMig.Stream;

/// <summary>Lengths that one field of a struct gives for another.</summary>
internal static class VmStateLengths
{
    /// <summary>The value of a field; a length that was not set comes from what it is the length of.</summary>
    /// <exception cref="ArgumentException">There is no value, or a length that is set is not the true one.</exception>
    public static VmStateValue Value(VmStateDescription description, VmStateField field, VmStateValues values)
    {
        bool there = values.TryGet(field.Key, out VmStateValue? value);
        foreach (VmStateField other in description.Fields)
        {
            if (!string.Equals(other.LengthFrom, field.Name, StringComparison.Ordinal) || !values.TryGet(other.Key, out VmStateValue? measured))
                continue;
            ulong length = Length(measured);
            if (there && !(value is VmStateNumber stated && stated.Value == length))
                throw new ArgumentException($"'{field.Name}' of '{description.Name}' is not the length of '{other.Name}', {length}", nameof(values));
            return new VmStateNumber(length);
        }

        return there ? value! : throw new ArgumentException($"no value for '{field.Name}' of '{description.Name}'", nameof(values));
    }

    /// <summary>Bytes, or elements.</summary>
    public static ulong Length(VmStateValue value) => value switch
    {
        VmStateBytes bytes => (ulong)bytes.Value.Length,
        VmStateArray array => (ulong)array.Items.Count,
        _ => 1,
    };
}
