namespace LocalMig.Json;

/// <summary>Which member of an object is left when others are taken out, as QEMU finds it.</summary>
/// <remarks>
/// QEMU puts the members of an object into a hash table, takes out those that it knows, and names the first one
/// that is left in the table's own order. Which of several it is can be seen from outside, so the order is followed here:
/// the bucket order in which the dictionary gives its members, and the open addressing of the table they go into.
/// </remarks>
internal static class JsonLeftover
{
    /// <summary>The first that is left, or null.</summary>
    /// <param name="members">All.</param>
    /// <param name="taken">Those that are taken out, in this order.</param>
    public static string? First(JsonMembers members, IEnumerable<string> taken)
    {
        // Members that share a bucket are in reverse order of their arrival.
        List<string> names = [.. members.Reverse().Select(static m => m.Name).OrderBy(JsonMemberOrder.BucketOf)];
        StringTable table = new();
        names.ForEach(table.Insert);
        foreach (string name in taken)
            table.Remove(name);
        return table.First();
    }

    /// <summary>A string set with the placement of GLib's GHashTable: primes, triangular probing, tombstones, its resizing.</summary>
    private sealed class StringTable
    {
        private const int SmallestShift = 3;
        private const uint Unused = 0;
        private const uint Tombstone = 1;

        private static readonly uint[] Primes =
            [1, 2, 3, 7, 13, 31, 61, 127, 251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071, 262139, 524287, 1048573];

        private uint[] _hashes = new uint[1 << SmallestShift];
        private string?[] _names = new string?[1 << SmallestShift];
        private uint _prime = Primes[SmallestShift];
        private int _nodes;
        private int _occupied;

        public void Insert(string name)
        {
            uint hash = Hash(name);
            int at = Lookup(name, hash);
            if (_hashes[at] >= 2)
                return;
            bool fresh = _hashes[at] == Unused;
            _hashes[at] = hash;
            _names[at] = name;
            _nodes++;
            if (!fresh)
                return;
            _occupied++;
            ResizeIfNeeded();
        }

        public void Remove(string name)
        {
            int at = Lookup(name, Hash(name));
            if (_hashes[at] < 2)
                return;
            _hashes[at] = Tombstone;
            _names[at] = null;
            _nodes--;
            ResizeIfNeeded();
        }

        public string? First() => Array.Find(_names, static n => n is not null);

        private int Lookup(string name, uint hash)
        {
            int at = Start(hash);
            int tombstone = -1;
            for (int step = 1; _hashes[at] != Unused; step++)
            {
                if (_hashes[at] == hash && string.Equals(_names[at], name, StringComparison.Ordinal))
                    return at;
                if (_hashes[at] == Tombstone && tombstone < 0)
                    tombstone = at;
                at = (at + step) & (_hashes.Length - 1);
            }

            return tombstone < 0 ? at : tombstone;
        }

        private int Start(uint hash) => (int)(unchecked(hash * 11) % _prime);

        private void ResizeIfNeeded()
        {
            int size = _hashes.Length;
            if ((size > _nodes * 4 && size > 1 << SmallestShift) || size <= _occupied + (_occupied / 16))
                Resize();
        }

        private void Resize()
        {
            int wanted = (int)(_nodes * 1.333);
            int shift = SmallestShift;
            while (wanted >> shift != 0)
                shift++;
            (uint[] oldHashes, string?[] oldNames) = (_hashes, _names);
            int size = 1 << shift;
            _hashes = new uint[Math.Max(size, oldHashes.Length)];
            _names = new string?[_hashes.Length];
            oldHashes.CopyTo(_hashes, 0);
            oldNames.CopyTo(_names, 0);
            _prime = Primes[shift];
            Rehash(oldHashes.Length, size);
            Array.Resize(ref _hashes, size);
            Array.Resize(ref _names, size);
            _occupied = _nodes;
        }

        // In place: a node that is put where another one still waits sends that one on its way.
        private void Rehash(int oldSize, int size)
        {
            bool[] settled = new bool[Math.Max(oldSize, size)];
            for (int i = 0; i < oldSize; i++)
            {
                if (_hashes[i] < 2)
                {
                    _hashes[i] = Unused;
                    continue;
                }

                if (settled[i])
                    continue;
                (uint hash, string? name) = (_hashes[i], _names[i]);
                (_hashes[i], _names[i]) = (Unused, null);
                while (hash >= 2)
                {
                    int at = Start(hash);
                    for (int step = 1; settled[at]; step++)
                        at = (at + step) & (size - 1);
                    settled[at] = true;
                    (hash, _hashes[at]) = (_hashes[at], hash);
                    (name, _names[at]) = (_names[at], name);
                }
            }
        }

        private static uint Hash(string name)
        {
            uint hash = 5381;
            foreach (byte b in ModifiedUtf8.Held(name))
                hash = unchecked((hash * 33) + (uint)(sbyte)b);
            return hash < 2 ? 2 : hash;
        }
    }
}
