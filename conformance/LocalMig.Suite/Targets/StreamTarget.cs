using LocalMig.Machine.Recording;
using LocalMig.Parameters;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Suite.Streams;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>A recorded migration stream, with what was recorded beside it: the log of its descriptors, the return path, the side channels
/// of multifd and the state of CPR (<see cref="RecordingFiles"/> tells their names). One of these can be given alone. Judged by what is
/// in it, nothing can be tried on it.</summary>
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
        var files = new RecordingFiles(path);
        try
        {
            if (!files.ReadLog().TryGet(out DescriptorLog? log, out ParseError? error))
                return $"{files.Log}: {error}";
            byte[] bytes = File.ReadAllBytes(path);
            StreamEvidence stream = StreamEvidence.Of(bytes, log);
            StreamKind kind = RecordingFiles.IsReturnPath(path) ? StreamKind.ReturnPath : stream.Report.Kind;
            if (kind is StreamKind.ReturnPath or StreamKind.Multifd or StreamKind.Cpr)
                return new StreamTarget(path, StreamEvidence.Of(SideRecording.Of(Path.GetFileName(path), bytes, kind, log)));
            return Beside(files).TryGet(out IReadOnlyList<SideRecording>? sides, out string? wrong)
                ? new StreamTarget(path, stream with { Sides = sides })
                : wrong;
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
        if (Stream.IsAside)
            return new ControlReport(HasFeature: false, "backends do not travel here, but in the migration stream itself");
        if (Stream.Report.Kind != StreamKind.Migration)
            c.Stop("this is no migration stream");
        return new ControlReport(Stream.HasFeature, Stream.HasFeature ? "the stream has a descriptor" : "the stream has no descriptor, and no field of one");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static Result<IReadOnlyList<SideRecording>, string> Beside(RecordingFiles files)
    {
        List<SideRecording> sides = [];
        if (File.Exists(files.ReturnPath))
            sides.Add(Read(files.ReturnPath, StreamKind.ReturnPath));
        sides.AddRange(files.SideChannels.Select(static channel => Read(channel, StreamKind.Multifd)));
        if (!File.Exists(files.Cpr.Stream))
            return sides;
        if (!files.Cpr.ReadLog().TryGet(out DescriptorLog? log, out ParseError? error))
            return $"{files.Cpr.Log}: {error}";
        sides.Add(Read(files.Cpr.Stream, StreamKind.Cpr, log));
        return sides;
    }

    private static SideRecording Read(string path, StreamKind kind, DescriptorLog? log = null) =>
        SideRecording.Of(Path.GetFileName(path), File.ReadAllBytes(path), kind, log);
}
