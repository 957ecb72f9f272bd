using LocalMig.Descriptors;

namespace LocalMig.Stream;

/// <summary>Takes what a <see cref="VmStateReader"/> finds, in the order of the bytes. Offsets count from the start of the stream;
/// an index is -1 where the field is no array.</summary>
public interface IVmStateSink
{
    /// <summary>A number or boolean. One with a sign comes extended to 64 bits.</summary>
    void Number(VmStateField field, int index, long offset, ulong value);

    /// <summary>Bytes. They are valid during the call only.</summary>
    void Bytes(VmStateField field, int index, long offset, ReadOnlySpan<byte> value);

    /// <summary>A descriptor, the sink's from now on; null from a recording.</summary>
    void Descriptor(VmStateField field, int index, long offset, OwnedFd? value);

    /// <summary>The elements of an array or list follow.</summary>
    void BeginArray(VmStateField field, long offset);

    /// <summary>The array or list is complete.</summary>
    /// <param name="field">Which.</param>
    /// <param name="end">The offset behind it.</param>
    void EndArray(VmStateField field, long end);

    /// <summary>The fields of a struct follow.</summary>
    void BeginStruct(VmStateField field, int index, long offset);

    /// <summary>The struct is complete, its subsections included.</summary>
    void EndStruct(VmStateField field, int index, long end);

    /// <summary>A subsection follows; <paramref name="offset"/> is that of its tag.</summary>
    void BeginSubsection(VmStateDescription description, int version, long offset);

    /// <summary>The subsection is complete.</summary>
    void EndSubsection(VmStateDescription description, long end);
}
