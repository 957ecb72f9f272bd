using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LocalMig.Fuzz.Engine;

/// <summary>The inputs that brought something new. Chosen most are the shortest ones that together cover all that was covered.</summary>
internal sealed class FuzzQueue
{
    private readonly List<byte[]> _entries = [];
    private readonly Dictionary<int, int> _shortest = [];
    private readonly Dictionary<ulong, int> _deaths;
    private List<int> _favoured = [];
    private bool _changed;

    /// <summary>An empty queue.</summary>
    /// <param name="deaths">Digests of entries whose changed copies ended the process, one for each time.</param>
    public FuzzQueue(IEnumerable<ulong> deaths) => _deaths = deaths.CountBy(static digest => digest).ToDictionary();

    /// <summary>How many there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="covered">What it covers: places of the map with their buckets.</param>
    public void Add(byte[] input, IEnumerable<int> covered)
    {
        int index = _entries.Count;
        _entries.Add(input);
        foreach (int place in covered)
        {
            if (_shortest.TryGetValue(place, out int other) && _entries[other].Length <= input.Length)
                continue;
            _shortest[place] = index;
            _changed = true;
        }
    }

    /// <summary>Names an input among those that are.</summary>
    public static ulong Digest(ReadOnlySpan<byte> input) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(input));

    /// <summary>The next input to change. One that led to the end of the process is chosen the more seldom the more often it did: a
    /// new process costs as much as many thousand executions.</summary>
    public byte[] Choose(FuzzRandom random)
    {
        byte[] chosen = Candidate(random);
        if (_deaths.Count == 0)
            return chosen;
        // Where all of them are deadly, one of them is taken after all.
        for (int tries = 0; tries < 32 && _deaths.TryGetValue(Digest(chosen), out int deaths) && !random.OneIn(1 << Math.Min(2 * deaths, 16)); tries++)
            chosen = Candidate(random);
        return chosen;
    }

    /// <summary>Any of them.</summary>
    public byte[] Any(FuzzRandom random) => _entries[random.Below(_entries.Count)];

    private byte[] Candidate(FuzzRandom random)
    {
        if (_changed)
        {
            _favoured = [.. _shortest.Values.Distinct().Order()];
            _changed = false;
        }

        // What was found last is where new ground begins.
        return random.Below(8) switch
        {
            0 => Any(random),
            1 => _entries[_entries.Count - 1 - random.Below(Math.Max(1, _entries.Count / 8))],
            _ => _favoured.Count > 0 ? _entries[random.Pick(_favoured)] : Any(random),
        };
    }
}
