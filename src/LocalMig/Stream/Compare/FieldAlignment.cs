namespace LocalMig.Stream.Compare;

/// <summary>Fields that stand at the same place in two states: one of each with the same name, or any that only one side has.</summary>
internal sealed record FieldGap(IReadOnlyList<VmStateField> InA, IReadOnlyList<VmStateField> InB)
{
    /// <summary>Whether this is one field that both have.</summary>
    public bool IsPair => InA is [VmStateField a] && InB is [VmStateField b] && a.Key == b.Key;
}

/// <summary>Brings the fields of two states side by side, by their names and in their order, in time that grows with their number.</summary>
internal static class FieldAlignment
{
    public static IReadOnlyList<FieldGap> Of(IReadOnlyList<VmStateField> a, IReadOnlyList<VmStateField> b)
    {
        var aligned = new List<FieldGap>();
        Dictionary<string, int> aheadInA = Count(a);
        Dictionary<string, int> aheadInB = Count(b);
        var loneInA = new List<VmStateField>();
        var loneInB = new List<VmStateField>();
        int i = 0;
        int j = 0;
        while (i < a.Count || j < b.Count)
        {
            if (i < a.Count && j < b.Count && a[i].Key == b[j].Key)
            {
                Close();
                aligned.Add(new FieldGap([a[i]], [b[j]]));
                aheadInA[a[i++].Key]--;
                aheadInB[b[j++].Key]--;
            }
            else if (i < a.Count && (j == b.Count || aheadInB.GetValueOrDefault(a[i].Key) == 0 || aheadInA.GetValueOrDefault(b[j].Key) > 0))
            {
                // The other side has no such field any more, or has it at another place.
                aheadInA[a[i].Key]--;
                loneInA.Add(a[i++]);
            }
            else
            {
                aheadInB[b[j].Key]--;
                loneInB.Add(b[j++]);
            }
        }

        Close();
        return aligned;

        void Close()
        {
            if (loneInA.Count + loneInB.Count > 0)
                aligned.Add(new FieldGap([.. loneInA], [.. loneInB]));
            loneInA.Clear();
            loneInB.Clear();
        }
    }

    private static Dictionary<string, int> Count(IReadOnlyList<VmStateField> fields)
    {
        var count = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (VmStateField field in fields)
            count[field.Key] = count.GetValueOrDefault(field.Key) + 1;
        return count;
    }
}
