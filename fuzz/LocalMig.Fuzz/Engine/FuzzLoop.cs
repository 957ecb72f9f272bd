using System.Diagnostics;

namespace LocalMig.Fuzz.Engine;

/// <summary>What a loop is told.</summary>
/// <param name="Seed">Where its chance begins: the same seed in an empty folder makes the same inputs.</param>
/// <param name="Time">When to stop.</param>
/// <param name="Executions">When to stop, by executions; 0 for no such limit.</param>
/// <param name="HowToRepeat">The command that repeats a finding, without the file.</param>
/// <param name="StopAt">When to stop, by findings; 0 for no such limit.</param>
internal sealed record LoopOptions(ulong Seed, TimeSpan Time, long Executions, string HowToRepeat, int StopAt);

/// <summary>The engine inside the process: takes an input of the queue, changes it, executes it, and keeps it where it brought an
/// edge, or another number of times an edge was taken.</summary>
internal sealed class FuzzLoop
{
    // Every so many executions the clock and the other workers' folders are looked at, and descriptors counted.
    private const int Round = 4096;
    private const int LastInputs = 256;
    // Up to this length every value of every byte is tried once, and behind each byte a number of four equal ones: what takes that
    // little to reach is not left to chance.
    private const int WalkLength = 32;
    // What such a try may cost on average, in runs of small inputs.
    private const int WalkCost = 4;
    private const string FromOthers = "sync";
    private const string Walked = "op:walk";

    private readonly FuzzTarget _target;
    private readonly TargetRunner _runner;
    private readonly WorkFolder _folder;
    private readonly SharedState _state;
    private readonly TraceMap _map;
    private readonly LoopOptions _options;
    private readonly FuzzRandom _random;
    private readonly Havoc _havoc;
    private readonly InputBuffer _input;
    private readonly FuzzQueue _queue;
    private readonly HashSet<string> _known;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Queue<byte[]> _last = new();
    private readonly Queue<byte[]> _toWalk = new();
    private int _descriptors;
    private long _examined;

    public FuzzLoop(FuzzTarget target, WorkFolder folder, SharedState state, TraceMap map, LoopOptions options)
    {
        _target = target;
        _runner = new TargetRunner(target);
        _folder = folder;
        _state = state;
        _map = map;
        _options = options;
        _random = new FuzzRandom(options.Seed);
        _havoc = new Havoc(target.Dictionary);
        _input = new InputBuffer(target.MaximumLength);
        _known = new HashSet<string>(folder.Signatures(), StringComparer.Ordinal);
        _queue = new FuzzQueue(folder.Deaths());
    }

    private bool IsOver => _clock.Elapsed >= _options.Time
        || (_options.Executions > 0 && _state.Executions >= _options.Executions)
        || (_options.StopAt > 0 && _state.Findings >= _options.StopAt);

    /// <summary>Runs until the time is over.</summary>
    /// <param name="seeds">What to begin with where the worker's own queue is empty.</param>
    public void Run(IEnumerable<byte[]> seeds)
    {
        Import(_folder.ReadQueue(), keep: false, "");
        if (_queue.Count == 0)
            Import(seeds, keep: true, "orig");
        if (_queue.Count == 0)
            Add("\n"u8, keep: true, "orig");
        if (_target.OpensDescriptors)
            OpenDescriptors.Settle();
        long next = _state.Executions + Round;
        while (!IsOver)
        {
            if (_toWalk.TryDequeue(out byte[]? walked))
                Walk(walked);
            else
                Change(_queue.Choose(_random));
            if (_state.Executions < next)
                continue;
            next = _state.Executions + Round;
            CountDescriptors();
            foreach (byte[] other in _folder.TakeFromOthers())
            {
                _state.Taken++;
                _input.Set(other);
                Execute(_input.Bytes, FromOthers);
            }
        }

        CountDescriptors();
        _state.Busy = 0;
    }

    private void Change(byte[] parent)
    {
        _state.Parent = (long)FuzzQueue.Digest(parent);
        long cost = 0;
        int children = 32 << _random.Below(4);
        for (int i = 0; i < children; i++)
        {
            string how = Make(parent);
            Execute(_input.Bytes, how);
            cost += _runner.LastCost;
        }

        _queue.Spend(cost);
    }

    private void Walk(byte[] parent)
    {
        _state.Parent = (long)FuzzQueue.Digest(parent);
        Span<byte> number = stackalloc byte[sizeof(uint)];
        long left = 2L * WalkCost * byte.MaxValue * parent.Length;
        for (int at = 0; at < parent.Length && !IsOver; at++)
        {
            for (int change = 1; change <= byte.MaxValue && left > 0; change++)
            {
                _input.Set(parent);
                _input.Bytes[at] ^= (byte)change;
                Execute(_input.Bytes, Walked);
                left -= _runner.LastCost;
                number.Fill((byte)change);
                _input.Set(parent);
                _input.Insert(at + 1, number);
                Execute(_input.Bytes, Walked);
                left -= _runner.LastCost;
            }
        }
    }

    private void Import(IEnumerable<byte[]> inputs, bool keep, string how)
    {
        foreach (byte[] input in inputs)
        {
            ReadOnlySpan<byte> bytes = input.AsSpan(0, Math.Min(input.Length, _target.MaximumLength));
            Finding? finding = Execute(bytes);
            TraceMap.News news = _map.Take();
            if (finding is not null)
                Report(bytes, finding);
            else if (news != TraceMap.News.None || !keep)
                Add(bytes, keep, how);
        }
    }

    private string Make(byte[] parent)
    {
        _input.Set(parent);
        if (_target.Mutator is { } mutator && _random.OneIn(3))
        {
            _input.Clear();
            mutator.Mutate(parent, _input, _random);
            if (_random.OneIn(3))
                _havoc.Mutate(_input, _random);
            return "op:structure";
        }

        if (_queue.Count > 1 && _random.OneIn(6))
        {
            Havoc.Splice(_input, _queue.Any(_random), _random);
            if (_random.OneIn(2))
                return "op:splice";
        }

        _havoc.Mutate(_input, _random);
        return "op:havoc";
    }

    private void Execute(ReadOnlySpan<byte> input, string how)
    {
        Finding? finding = Execute(input);
        TraceMap.News news = _map.Take();
        if (finding is not null)
        {
            Report(input, finding);
        }
        else if (news != TraceMap.News.None)
        {
            Keep(input, news, how);
        }
        else if (_examined++ % 64 == 0 && _runner.Examine(input) is { } broken)
        {
            Report(input, broken);
            _map.Begin();
        }
    }

    private Finding? Execute(ReadOnlySpan<byte> input)
    {
        _state.Show(input);
        if (_target.OpensDescriptors)
            Remember(input);
        return _runner.Run(input);
    }

    private void Keep(ReadOnlySpan<byte> input, TraceMap.News news, string how)
    {
        byte[] kept = news == TraceMap.News.Edge ? Trim(input) : input.ToArray();
        _state.Show(kept);
        Finding? broken = _runner.Examine(kept);
        _map.Begin();
        if (broken is not null)
        {
            Report(kept, broken);
            return;
        }

        Add(kept, keep: true, how + (news == TraceMap.News.Edge ? ",+cov" : ""));
        // Who found it walks it.
        if (news == TraceMap.News.Edge && kept.Length <= WalkLength && how != FromOthers)
            _toWalk.Enqueue(kept);
    }

    // Takes out what the same edges do not need: short inputs are fast ones.
    private byte[] Trim(ReadOnlySpan<byte> input)
    {
        byte[] best = input.ToArray();
        if (best.Length < 8 || Execute(best) is not null)
            return best;
        ulong wanted = _map.TakeSignature();
        for (int step = Math.Max(4, best.Length / 4); step >= Math.Max(4, best.Length / 64); step /= 2)
        {
            for (int at = 0; at < best.Length && best.Length > step;)
            {
                byte[] shorter = [.. best.AsSpan(0, at), .. best.AsSpan(Math.Min(best.Length, at + step))];
                if (Execute(shorter) is null && _map.TakeSignature() == wanted)
                    best = shorter;
                else
                    at += step;
                _map.Begin();
            }
        }

        return best;
    }

    private void Add(ReadOnlySpan<byte> input, bool keep, string how)
    {
        List<int> seen = [];
        _map.Begin();
        _ = Execute(input);
        _ = _map.TakeSignature(seen);
        _queue.Add(input.ToArray(), seen);
        if (keep)
            _folder.Add(input, how);
        _state.Queue = _queue.Count;
        _state.Edges = _map.Edges;
    }

    private void Report(ReadOnlySpan<byte> input, Finding finding)
    {
        if (!_known.Add(finding.Signature))
            return;
        _folder.Add(input, finding, _options.HowToRepeat);
        _state.Findings++;
    }

    private void Remember(ReadOnlySpan<byte> input)
    {
        if (_last.Count == LastInputs)
            _last.Dequeue();
        _last.Enqueue(input.ToArray());
    }

    // A leak shows at the end of a round; which input it was is found by running the last ones once more.
    private void CountDescriptors()
    {
        if (!_target.OpensDescriptors)
            return;
        int now = OpenDescriptors.Count();
        if (_descriptors == 0)
        {
            _descriptors = now;
            _state.DescriptorsBefore = now;
        }

        _state.DescriptorsNow = now;
        if (now <= _descriptors)
            return;
        byte[][] suspects = [.. _last];
        foreach (byte[] suspect in suspects)
        {
            int before = OpenDescriptors.Count();
            _ = _runner.Run(suspect);
            _ = _runner.Examine(suspect);
            if (OpenDescriptors.Count() > before)
            {
                Report(suspect, Finding.Of(_target, new OracleException("no descriptor is left open", "")));
                break;
            }
        }

        _map.Begin();
        _descriptors = OpenDescriptors.Count();
    }
}
