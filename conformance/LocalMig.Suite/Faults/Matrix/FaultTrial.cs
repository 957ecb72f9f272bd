using System.Diagnostics;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite.Faults.Matrix;

/// <summary>Runs the suite against faults in this process.</summary>
/// <param name="program">Gives the command of this program, for machines that are processes of their own; null where there are none.</param>
/// <param name="seed">What all chance comes from.</param>
public sealed class FaultTrial(Func<ProcessStartInfo>? program, ulong seed)
{
    // Long enough that a busy machine changes no verdict: only what never comes is waited for so long.
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(40);

    // Where what a case waits for does not come, thirty cases may wait: a thousand times what it takes to come, and short enough for all of them.
    private static readonly TimeSpan PatienceInVain = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    /// <summary>Tries faults one after another, and ends early where one has left something behind in the process: what comes after it has
    /// to be tried in another.</summary>
    /// <param name="faults">Which.</param>
    /// <param name="finished">Called for each.</param>
    public void Run(IEnumerable<Fault> faults, Action<MatrixRow> finished)
    {
        ArgumentNullException.ThrowIfNull(faults);
        ArgumentNullException.ThrowIfNull(finished);
        foreach (Fault fault in faults)
        {
            ProcessResources before = ProcessResources.Now();
            MatrixRow row = Try(fault);
            finished(row);
            if (row.Broken is not null || fault.Hangs || before.Leaked(Settling).Count > 0)
                return;
        }
    }

    /// <summary>Tries one. The cases that judge what the fault breaks say whether it is caught, and by whom. The others say something
    /// new only where these do not catch it: whether anybody does.</summary>
    public MatrixRow Try(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        MatrixRow row = Judge(fault, [.. fault.Breaks, .. fault.Cases]);
        return row.IsCaught || row.Broken is not null || fault.Hangs ? row : Judge(fault, []);
    }

    private MatrixRow Judge(Fault fault, IReadOnlyList<string> filters)
    {
        using ReferenceTarget target = new(program: program, always: fault.OwnProcess, fault: fault);
        RunOptions options = new()
        {
            Profile = fault.TriedIn,
            Filters = [.. filters.Select(static f => new Glob(f))],
            Seed = seed,
            Timeout = Usual,
            Patience = fault.Hangs ? PatienceInVain : null,
        };
        RunResult result = new CaseRunner(target, CaseList.All, options).Run();
        return MatrixRow.Of(fault.Name, fault.Mistake, fault.Breaks, result) with { Broken = result.Broken };
    }
}
