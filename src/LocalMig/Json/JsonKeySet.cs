using System.Numerics;
using System.Runtime.InteropServices;

namespace LocalMig.Json;

/// <summary>The names met so far in each open object, to find one that stands twice. Objects nest, so this is a stack.</summary>
/// <remarks>A few names are compared one by one; the names of a big object also go into one hash table, so that no input
/// makes the search quadratic. Entries of closed objects stay in the table as rubbish that matches nothing, and go
/// when it is rebuilt.</remarks>
internal sealed class JsonKeySet
{
    private const int FewNames = 16;

    /// <summary>Where the names of one object begin.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Mark(int Name, int Byte);

    // Owner is where the names of its object begin.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(ulong Head, int Length, int Offset, int Owner);

    private Entry[] _names = new Entry[32];
    private byte[] _bytes = new byte[256];
    private int _count;
    private int _used;

    // Open addressing; 0 is free, n is the name n-1.
    private int[] _table = [];
    private int _filled;

    public Mark Begin() => new(_count, _used);

    public void End(Mark mark)
    {
        _count = mark.Name;
        _used = mark.Byte;
    }

    public void Clear()
    {
        _count = 0;
        _used = 0;
    }

    /// <summary>Adds a name to the object opened last; false where it stands in it already.</summary>
    public bool Add(Mark mark, ReadOnlySpan<byte> name)
    {
        ulong head = Head(name);
        int known = _count - mark.Name;
        if (known < FewNames)
        {
            for (int i = mark.Name; i < _count; i++)
            {
                if (IsName(i, head, name))
                    return false;
            }
        }
        else
        {
            if (known == FewNames)
            {
                for (int i = mark.Name; i < _count; i++)
                    Enter(i);
            }

            if (IsInTable(mark.Name, head, name))
                return false;
        }

        Append(mark.Name, head, name);
        if (known >= FewNames)
            Enter(_count - 1);
        return true;
    }

    /// <summary>Gives back what an unusual message made this grow to.</summary>
    public void Shrink()
    {
        const int Keep = 1 << 16;
        if (_table.Length > Keep)
        {
            _table = [];
            _filled = 0;
        }

        if (_names.Length > Keep)
            _names = new Entry[32];
        if (_bytes.Length > Keep)
            _bytes = new byte[256];
    }

    private void Append(int owner, ulong head, ReadOnlySpan<byte> name)
    {
        if (_count == _names.Length)
            Array.Resize(ref _names, _count * 2);
        int kept = name.Length <= sizeof(ulong) ? 0 : name.Length;
        if (kept > _bytes.Length - _used)
            Array.Resize(ref _bytes, (int)BitOperations.RoundUpToPowerOf2((uint)(_used + kept)));
        name[..kept].CopyTo(_bytes.AsSpan(_used));
        _names[_count++] = new Entry(head, name.Length, _used, owner);
        _used += kept;
    }

    // The first eight bytes, or all of a shorter name: with the length, all there is to compare of it. Only longer ones are kept.
    private static ulong Head(ReadOnlySpan<byte> name) => name.Length switch
    {
        >= sizeof(ulong) => MemoryMarshal.Read<ulong>(name),
        >= sizeof(uint) => MemoryMarshal.Read<uint>(name) | ((ulong)MemoryMarshal.Read<uint>(name[^sizeof(uint)..]) << 32),
        > 0 => name[0] | ((ulong)name[name.Length / 2] << 8) | ((ulong)name[^1] << 16),
        _ => 0,
    };

    private bool IsName(int index, ulong head, ReadOnlySpan<byte> name)
    {
        ref readonly Entry entry = ref _names[index];
        return entry.Head == head && entry.Length == name.Length
            && (name.Length <= sizeof(ulong) || Kept(entry).SequenceEqual(name));
    }

    private ReadOnlySpan<byte> Kept(in Entry entry) => entry.Length <= sizeof(ulong) ? default : _bytes.AsSpan(entry.Offset, entry.Length);

    private bool IsInTable(int owner, ulong head, ReadOnlySpan<byte> name)
    {
        if (_table.Length == 0)
            return false;
        int mask = _table.Length - 1;
        for (int slot = Hash(owner, head, name.Length <= sizeof(ulong) ? default : name) & mask; _table[slot] != 0; slot = (slot + 1) & mask)
        {
            int index = _table[slot] - 1;
            if (index >= owner && index < _count && IsName(index, head, name))
                return true;
        }

        return false;
    }

    private void Enter(int index)
    {
        if ((_filled + 1) * 2 > _table.Length)
            Rebuild();
        Entry entry = _names[index];
        int mask = _table.Length - 1;
        int slot = Hash(entry.Owner, entry.Head, Kept(entry)) & mask;
        while (_table[slot] != 0)
            slot = (slot + 1) & mask;
        _table[slot] = index + 1;
        _filled++;
    }

    // All names of open objects, the few of small ones too: they do no harm.
    private void Rebuild()
    {
        _table = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, (_count + 1) * 4))];
        _filled = 0;
        for (int i = 0; i < _count; i++)
            Enter(i);
    }

    // Seeded anew in every process: nobody can prepare names that collide.
    private static int Hash(int owner, ulong head, ReadOnlySpan<byte> kept)
    {
        if (kept.Length == 0)
            return HashCode.Combine(owner, head);
        var hash = new HashCode();
        hash.Add(owner);
        hash.AddBytes(kept);
        return hash.ToHashCode();
    }
}
