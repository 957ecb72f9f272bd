using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite.Targets.Recordings;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>A recording of two monitors: judged by the evidence that it holds, nothing can be tried on it.</summary>
public sealed class TranscriptTarget : ITarget
{
    private readonly string _path;

    private TranscriptTarget(string path, RecordedSession session)
    {
        _path = path;
        Session = session;
    }

    /// <summary>Opens a recording.</summary>
    /// <returns>The target, or why the file cannot be read.</returns>
    public static Result<ITarget, string> Open(string path)
    {
        try
        {
            return new TranscriptTarget(path, new RecordedSession(TranscriptReader.Read(File.ReadAllText(path))));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return failed.Message;
        }
    }

    /// <summary>What was recorded.</summary>
    internal RecordedSession Session { get; }

    /// <inheritdoc/>
    public string Name => "transcript:" + _path;

    /// <inheritdoc/>
    public TargetAbilities Abilities => TargetAbilities.Recording;

    /// <inheritdoc/>
    public Profile? OwnProfile => Session.Profile;

    /// <inheritdoc/>
    public string WhyNot(TargetAbilities missing) => "a recording can only be read: nothing can be tried on it";

    /// <inheritdoc/>
    public ControlReport Control(CaseContext c)
    {
        if (Session.Answered == 0)
            c.Stop("no command in the recording has a reply");
        (string evidence, bool? has) = Session.Feature();
        return new ControlReport(has == true, evidence);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
