using System.Diagnostics;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>Opens the targets that the command line names.</summary>
public static class TargetSource
{
    /// <summary>What can be named, for help and error texts.</summary>
    public const string Forms = "'reference', 'serve' (the reference, each VM a process), 'transcript:FILE', or 'stream:FILE'";

    /// <summary>Opens a target.</summary>
    /// <param name="name">As on the command line.</param>
    /// <param name="program">Gives the command of this program, for targets that start it again.</param>
    /// <returns>The target, or what is wrong with the name or what it names.</returns>
    public static Result<ITarget, string> Open(string name, Func<ProcessStartInfo> program)
    {
        const string transcript = "transcript:";
        const string stream = "stream:";
        if (name == "reference")
            return new ReferenceTarget(program: program);
        if (name == "serve")
            return new ReferenceTarget(program: program, always: true);
        if (name.StartsWith(stream, StringComparison.Ordinal))
            return StreamTarget.Open(name[stream.Length..]);
        return name.StartsWith(transcript, StringComparison.Ordinal)
            ? TranscriptTarget.Open(name[transcript.Length..])
            : $"unknown target '{name}': expected {Forms}";
    }
}
