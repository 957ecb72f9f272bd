using System.Diagnostics;
using LocalMig.Suite.Faults;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>Opens the targets that the command line names.</summary>
public static class TargetSource
{
    /// <summary>What can be named, for help and error texts.</summary>
    public const string Forms = "'reference', 'serve' (the reference, each VM a process), 'transcript:FILE', 'stream:FILE', 'schema:FILE', 'qemu:BINARY', or 'qmp:unix:PATH'";

    private const string Monitor = "qmp:unix:";

    private static readonly (string Form, Func<string, Result<ITarget, string>> Open)[] Named =
    [
        ("transcript:", TranscriptTarget.Open),
        ("stream:", StreamTarget.Open),
        ("schema:", SchemaTarget.Open),
        ("qemu:", QemuTarget.Open),
    ];

    /// <summary>Opens a target.</summary>
    /// <param name="name">As on the command line.</param>
    /// <param name="program">Gives the command of this program, for targets that start it again.</param>
    /// <param name="fault">A deviation for the reference to have; null for none.</param>
    /// <param name="destructive">Whether a VM that somebody else started may be changed.</param>
    /// <returns>The target, or what is wrong with the name or what it names.</returns>
    public static Result<ITarget, string> Open(string name, Func<ProcessStartInfo> program, Fault? fault = null, bool destructive = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.StartsWith(Monitor, StringComparison.Ordinal))
            return fault is null ? new QmpTarget(name[Monitor.Length..], destructive) : NoFault(name);
        if (destructive)
            return $"--destructive is for '{Monitor}PATH' alone: '{name}' has nothing of somebody else's to change";
        if (name is "reference" or "serve")
            return new ReferenceTarget(program: program, always: name == "serve", fault: fault);
        if (fault is not null)
            return NoFault(name);
        foreach ((string form, Func<string, Result<ITarget, string>> open) in Named)
        {
            if (name.StartsWith(form, StringComparison.Ordinal))
                return open(name[form.Length..]);
        }

        return $"unknown target '{name}': expected {Forms}";
    }

    private static string NoFault(string name) => $"a fault can be switched on in 'reference' and 'serve' alone, not in '{name}'";
}
