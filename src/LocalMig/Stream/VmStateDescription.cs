namespace LocalMig.Stream;

/// <summary>What the state of a device looks like in a stream. One description serves saving, loading, the
/// description that follows a stream, and analysis.</summary>
/// <param name="Name">Its name, e.g. <c>net-tap</c>; subsections are named <c>parent/child</c>.</param>
/// <param name="Version">The version that is written, and the newest that is read.</param>
/// <param name="MinimumVersion">The oldest version that is read.</param>
/// <param name="Fields">The fields in the order of their bytes.</param>
/// <param name="Subsections">What may follow the fields, each on its own.</param>
public sealed record VmStateDescription(
    string Name,
    int Version,
    int MinimumVersion,
    IReadOnlyList<VmStateField> Fields,
    IReadOnlyList<VmStateDescription> Subsections)
{
    /// <summary>A description without subsections that reads its own version only.</summary>
    public VmStateDescription(string name, int version, params IReadOnlyList<VmStateField> fields)
        : this(name, version, version, fields, [])
    {
    }

    /// <summary>Whether a field's length is given by another.</summary>
    internal bool HasLengths
    {
        get
        {
            // Asked for every element of every array: without an enumerator.
            for (int i = 0; i < Fields.Count; i++)
            {
                if (Fields[i].LengthFrom is not null)
                    return true;
            }

            return false;
        }
    }

    /// <summary>The subsection of that full name, or null.</summary>
    public VmStateDescription? Subsection(ReadOnlySpan<char> name)
    {
        foreach (VmStateDescription subsection in Subsections)
        {
            if (name.SequenceEqual(subsection.Name))
                return subsection;
        }

        return null;
    }
}
