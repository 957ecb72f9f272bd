namespace LocalMig.Suite.Differential;

/// <summary>Gives two monitors the same input and compares what they answer.</summary>
/// <param name="ours">The reference.</param>
/// <param name="theirs">The other.</param>
/// <param name="options">How.</param>
public sealed class MonitorDifferential(IPeer ours, IPeer theirs, DifferentialOptions options) : IDisposable
{
    private const int Batch = 32;
    private const int BytesTried = 400;
    private const int StepsTried = 40;

    private static readonly byte[] Negotiation = "{\"execute\": \"qmp_capabilities\"}"u8.ToArray();

    private readonly PeerSession _ours = new(ours, options.Patience);
    private readonly PeerSession _theirs = new(theirs, options.Patience);
    private readonly List<(Disagreement, KnownDisagreement?)> _found = [];
    private int _unsorted;

    /// <summary>Each input is what a client sends on a connection that has negotiated; many are sent at once, since a real monitor reads byte by byte.</summary>
    /// <param name="inputs">Any bytes.</param>
    public DifferentialResult Bytes(IEnumerable<byte[]> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        string? problem = OpenNegotiated();
        int count = 0;
        foreach (byte[][] batch in inputs.Chunk(Batch))
        {
            if (problem is not null || _unsorted >= options.MostUnsorted)
                break;
            if (!Compare(batch))
                problem = OneByOne(batch);
            count += batch.Length;
            options.Progress?.Invoke(count);
        }

        return End(count, problem);
    }

    /// <summary>Each input is a connection from its beginning: messages that are sent one after the other, each when everything before is answered.
    /// What they change stays for the next.</summary>
    /// <param name="sessions">The messages of each.</param>
    public DifferentialResult Sessions(IEnumerable<byte[][]> sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        int count = 0;
        string? problem = null;
        foreach (byte[][] session in sessions)
        {
            if (problem is not null || _unsorted >= options.MostUnsorted)
                break;
            problem = _ours.Open() ?? _theirs.Open();
            if (problem is not null)
                break;
            Disagreement? differs = Play(session);
            count++;
            options.Progress?.Invoke(count);
            if (differs is null)
                continue;

            // They do not stand where the other does any more: both begin anew.
            if (options.Known.Find(differs) is null)
                differs = Smallest(differs);
            Keep(differs);
            ours.Stop();
            theirs.Stop();
        }

        return End(count, problem);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
    }

    private DifferentialResult End(int count, string? problem)
    {
        (Disagreement, KnownDisagreement?)[] found = [.. _found];
        _found.Clear();
        _unsorted = 0;
        return new DifferentialResult(count, found, problem);
    }

    private string? OpenNegotiated()
    {
        if ((_ours.Open() ?? _theirs.Open()) is { } problem)
            return problem;
        Exchange(Negotiation);
        return _ours.IsOver || _theirs.IsOver ? "one of the two ended while it negotiated" : null;
    }

    // What the two answer differently to one input.
    private IReadOnlyList<string> Exchange(byte[] input)
    {
        _ours.Send([input]);
        _theirs.Send([input]);
        return Disagreement.Compare(_ours.Collect(), _theirs.Collect(), options.Scrubbers);
    }

    // False where one of the two ended, and it is not clear which input it was.
    private bool Compare(byte[][] batch)
    {
        _ours.Send(batch);
        _theirs.Send(batch);
        List<(Disagreement Found, byte[] Input)> found = [];
        foreach (byte[] input in batch)
        {
            IReadOnlyList<string> differences = Disagreement.Compare(_ours.Collect(), _theirs.Collect(), options.Scrubbers);
            if (_ours.IsOver || _theirs.IsOver)
                return false;
            if (differences.Count > 0)
                found.Add((new Disagreement([input], differences), input));
        }

        foreach ((Disagreement differs, byte[] input) in found)
            Keep(options.Known.Find(differs) is null ? Smallest(differs, input) : differs);
        return true;
    }

    private string? OneByOne(byte[][] batch)
    {
        string? problem = OpenNegotiated();
        foreach (byte[] input in batch)
        {
            if (problem is not null)
                break;
            IReadOnlyList<string> differences = Exchange(input);
            if (differences.Count > 0)
                Keep(new Disagreement([input], differences));
            if (_ours.IsOver || _theirs.IsOver)
                problem = OpenNegotiated();
        }

        return problem;
    }

    private void Keep(Disagreement disagreement)
    {
        KnownDisagreement? known = options.Known.Find(disagreement);
        if (known is null)
        {
            _unsorted++;
            options.Found?.Invoke(disagreement);
        }

        _found.Add((disagreement, known));
    }

    private Disagreement Smallest(Disagreement found, byte[] input)
    {
        options.Found?.Invoke(found);
        Shrinking.Shrink(
            input,
            less =>
            {
                if (_ours.IsOver || _theirs.IsOver)
                    return false;
                IReadOnlyList<string> differences = Exchange(less);
                Disagreement smaller = new([less], differences);
                if (differences.Count == 0 || options.Known.Find(smaller) is not null)
                    return false;
                found = smaller;
                return true;
            },
            BytesTried);
        return found;
    }

    // The messages up to the first that is answered differently, and how. They are sent at once, which saves a real monitor much time, but for
    // those that may overtake others.
    private Disagreement? Play(byte[][] session)
    {
        bool waits = session.Any(static message => message.AsSpan().IndexOf("oob"u8) >= 0);
        if (!waits)
        {
            _ours.Send(session);
            _theirs.Send(session);
        }

        for (int i = 0; i < session.Length; i++)
        {
            if (waits)
            {
                _ours.Send([session[i]]);
                _theirs.Send([session[i]]);
            }

            IReadOnlyList<string> differences = Disagreement.Compare(_ours.Collect(), _theirs.Collect(), options.Scrubbers);
            if (differences.Count > 0)
                return new Disagreement(session[..(i + 1)], differences);
            if (_ours.IsOver || _theirs.IsOver)
                return null;
        }

        return null;
    }

    private Disagreement Smallest(Disagreement found)
    {
        options.Found?.Invoke(found);
        Shrinking.Shrink(
            [.. found.Input],
            less =>
            {
                if (_ours.OpenFresh() is not null || _theirs.OpenFresh() is not null)
                    return false;
                if (Play(less) is not { } smaller || options.Known.Find(smaller) is not null)
                    return false;
                found = smaller;
                return true;
            },
            StepsTried);
        return found;
    }
}
