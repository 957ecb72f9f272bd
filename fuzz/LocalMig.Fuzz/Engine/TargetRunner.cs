namespace LocalMig.Fuzz.Engine;

/// <summary>Executes a target on an input, and judges the outcome: the same way while fuzzing, in replays and in tests.</summary>
public sealed class TargetRunner
{
    // About what takes as long as an execution of a small input: so much memory that is cleared, and a stack that is unwound and told.
    private const int BytesOfOne = 8192;
    private const int Exception = 32;

    private readonly FuzzTarget _target;
    private readonly HashSet<string> _outcomes;

    /// <summary>A runner for a target.</summary>
    public TargetRunner(FuzzTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        _target = target;
        _outcomes = new HashSet<string>(target.Outcomes, StringComparer.Ordinal);
    }

    /// <summary>About how much the last run cost, in runs of small inputs: by what it allocated and whether it failed, and not by a
    /// clock, so that it is the same each time.</summary>
    public long LastCost { get; private set; }

    /// <summary>Runs an input.</summary>
    /// <param name="input">The input.</param>
    /// <returns>Null, or what is wrong.</returns>
    public Finding? Run(ReadOnlySpan<byte> input)
    {
#pragma warning disable CA1031 // whatever comes out of a target is a finding
        try
        {
            LastCost = Exception;
            long before = GC.GetAllocatedBytesForCurrentThread();
            string outcome = _target.Run(input);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            LastCost = 1 + (allocated / BytesOfOne);
            if (!_outcomes.Contains(outcome))
                throw new OracleException("an outcome that the target does not list", outcome);
            if (allocated > _target.AllocationLimit(input.Length))
                throw new OracleException("memory stays within a limit that the input cannot move", $"{allocated} bytes for an input of {input.Length}");
            return null;
        }
        catch (Exception e)
        {
            return Finding.Of(_target, e);
        }
#pragma warning restore CA1031
    }

    /// <summary>Runs the oracles that take several runs.</summary>
    /// <param name="input">The input.</param>
    /// <returns>Null, or what is wrong.</returns>
    public Finding? Examine(ReadOnlySpan<byte> input)
    {
#pragma warning disable CA1031 // whatever comes out of a target is a finding
        try
        {
            _target.Examine(input);
            return null;
        }
        catch (Exception e)
        {
            return Finding.Of(_target, e);
        }
#pragma warning restore CA1031
    }
}
