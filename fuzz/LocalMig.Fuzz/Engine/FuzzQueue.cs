using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LocalMig.Fuzz.Engine;

/// <summary>The inputs that brought something new. Chosen most are the shortest ones that together cover all that was covered.</summary>
internal sealed class FuzzQueue
{
    // An entry that has had so many times what an entry has on average waits for the others.
    private const int FairShare = 4;
    private const int MostTries = 32;
    // So many deaths tell what the entries behind them have in common: places that so many times more of them cover than of all.
    private const int TellingDeaths = 3;
    private const int TellingShare = 2;
    private const int SeldomChosen = 64;

    private readonly List<byte[]> _entries = [];
    private readonly List<long> _spent = [];
    private readonly List<int[]> _covered = [];
    private readonly Dictionary<int, (int Entries, int Deaths)> _places = [];
    private readonly Dictionary<int, int> _shortest = [];
    private readonly Dictionary<ulong, int> _deaths;
    private List<int> _favoured = [];
    private bool _changed;
    private long _allSpent;
    private int _allDeaths;
    private int _chosen;

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
        int deaths = _deaths.Count == 0 ? 0 : _deaths.GetValueOrDefault(Digest(input));
        _entries.Add(input);
        _spent.Add(0);
        _covered.Add([.. covered]);
        _allDeaths += deaths;
        foreach (int place in _covered[index])
        {
            (int entries, int deadly) = _places.GetValueOrDefault(place);
            _places[place] = (entries + 1, deadly + deaths);
            if (_shortest.TryGetValue(place, out int other) && _entries[other].Length <= input.Length)
                continue;
            _shortest[place] = index;
            _changed = true;
        }
    }

    /// <summary>Names an input among those that are.</summary>
    public static ulong Digest(ReadOnlySpan<byte> input) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(input));

    /// <summary>The next input to change. One that led to the end of the process is chosen the more seldom the more often it did, and
    /// so is one that goes where those went: a new process costs as much as many thousand executions. One whose changed copies are dear waits until the others have had their
    /// share.</summary>
    public byte[] Choose(FuzzRandom random)
    {
        // Where all of them are deadly or dear, one of them is taken after all.
        for (int tries = 0; tries < MostTries; tries++)
        {
            _chosen = Candidate(random);
            if (!IsDear(_chosen) && !IsToWait(_chosen, random))
                break;
        }

        return _entries[_chosen];
    }

    /// <summary>Notes what the changed copies of the entry chosen last have cost.</summary>
    /// <param name="cost">In any unit.</param>
    public void Spend(long cost)
    {
        _spent[_chosen] += cost;
        _allSpent += cost;
    }

    /// <summary>Any of them.</summary>
    public byte[] Any(FuzzRandom random) => _entries[random.Below(_entries.Count)];

    private bool IsDear(int index) => _spent[index] * _entries.Count > FairShare * _allSpent;

    private bool IsToWait(int index, FuzzRandom random) =>
        _deaths.Count > 0 && (_deaths.TryGetValue(Digest(_entries[index]), out int deaths) ? !random.OneIn(1 << Math.Min(2 * deaths, 16)) : IsLikeDeadly(index) && !random.OneIn(SeldomChosen));

    private bool IsLikeDeadly(int index) => _allDeaths >= TellingDeaths && Array.Exists(_covered[index], place =>
        _places[place] is var (entries, deaths) && deaths >= TellingDeaths && (long)deaths * _entries.Count >= (long)TellingShare * _allDeaths * entries);

    private int Candidate(FuzzRandom random)
    {
        if (_changed)
        {
            _favoured = [.. _shortest.Values.Distinct().Order()];
            _changed = false;
        }

        // What was found last is where new ground begins.
        return random.Below(8) switch
        {
            0 => random.Below(_entries.Count),
            1 => _entries.Count - 1 - random.Below(Math.Max(1, _entries.Count / 8)),
            _ => _favoured.Count > 0 ? random.Pick(_favoured) : random.Below(_entries.Count),
        };
    }
}
