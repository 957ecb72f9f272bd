namespace LocalMig.Fuzz.Engine;

/// <summary>The inputs that brought something new. Chosen most are the shortest ones that together cover all that was covered.</summary>
internal sealed class FuzzQueue
{
    private readonly List<byte[]> _entries = [];
    private readonly Dictionary<int, int> _shortest = [];
    private List<int> _favoured = [];
    private bool _changed;

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

    /// <summary>The next input to change.</summary>
    public byte[] Choose(FuzzRandom random)
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

    /// <summary>Any of them.</summary>
    public byte[] Any(FuzzRandom random) => _entries[random.Below(_entries.Count)];
}
