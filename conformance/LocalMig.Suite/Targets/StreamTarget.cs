using LocalMig.Parameters;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Suite.Streams;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>A recorded migration stream, with the log of its descriptors where one stands beside it (<c>FILE</c> with the ending
/// <c>.log</c>): judged by what is in it, nothing can be tried on it.</summary>
public sealed class StreamTarget : ITarget
{
    private readonly string _path;

    private StreamTarget(string path, StreamEvidence stream)
    {
        _path = path;
        Stream = stream;
    }

    /// <summary>Opens a recording.</summary>
    /// <returns>The target, or why it cannot be read.</returns>
    public static Result<ITarget, string> Open(string path)
    {
        try
        {
            DescriptorLog? log = null;
            string beside = Path.ChangeExtension(path, ".log");
            if (File.Exists(beside) && !DescriptorLog.Read(File.ReadAllText(beside)).TryGet(out log, out ParseError? error))
                return $"{beside}: {error}";
            return new StreamTarget(path, StreamEvidence.Of(File.ReadAllBytes(path), log));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return failed.Message;
        }
    }

    /// <summary>What was recorded.</summary>
    internal StreamEvidence Stream { get; }

    /// <inheritdoc/>
    public string Name => "stream:" + _path;

    /// <inheritdoc/>
    public TargetAbilities Abilities => TargetAbilities.RecordedStream;

    /// <inheritdoc/>
    public Profile? OwnProfile => Stream.TapQueues.Count > 0 ? Profile.Upstream : null;

    /// <inheritdoc/>
    public string WhyNot(TargetAbilities missing) => "a recorded stream can only be read: nothing can be tried on it";

    /// <inheritdoc/>
    public ControlReport Control(CaseContext c)
    {
        if (Stream.Report.Kind != StreamKind.Migration)
            c.Stop("this is no migration stream");
        return new ControlReport(Stream.HasFeature, Stream.HasFeature ? "the stream has a descriptor" : "the stream has no descriptor, and no field of one");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
