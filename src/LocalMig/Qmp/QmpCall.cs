using LocalMig.Descriptors;

namespace LocalMig.Qmp;

/// <summary>What a command can ask of the session that it came through.</summary>
public sealed class QmpCall
{
    private readonly Func<OwnedFd?> _takeDescriptor;
    private List<Action>? _afterReply;

    internal QmpCall(Func<OwnedFd?> takeDescriptor) => _takeDescriptor = takeDescriptor;

    /// <summary>What runs once the reply is on its way; null where nothing does.</summary>
    internal IReadOnlyList<Action>? Afterwards => _afterReply;

    /// <summary>Runs what was asked for after the reply.</summary>
    internal void RunAfterwards()
    {
        foreach (Action action in _afterReply ?? [])
            action();
    }

    /// <summary>Takes the descriptor that came with the command and owns it; null where none came.</summary>
    public OwnedFd? TakeDescriptor() => _takeDescriptor();

    /// <summary>Runs something right after the reply to this command was handed to the socket, or when nobody is left to take it.</summary>
    public void AfterReply(Action action) => (_afterReply ??= []).Add(action);
}
