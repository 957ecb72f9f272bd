using System.Text;

namespace LocalMig.Stream;

/// <summary>Where a reader or writer stands inside a state, as people write it: <c>net0/0/net-tap.queues[2].enabled</c>.
/// Kept as parts, because the text is needed for errors only.</summary>
internal sealed class VmStatePath(string root)
{
    private readonly List<(string Name, int Index)> _parts = [];

    public void Push(string name, int index = -1) => _parts.Add((name, index));

    public void Pop() => _parts.RemoveAt(_parts.Count - 1);

    public override string ToString()
    {
        var text = new StringBuilder(root);
        foreach ((string name, int index) in _parts)
        {
            if (text.Length > 0)
                text.Append('.');
            text.Append(name);
            if (index >= 0)
                text.Append('[').Append(index).Append(']');
        }

        return text.ToString();
    }
}
