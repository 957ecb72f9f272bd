namespace LocalMig.Suite.Targets;

/// <summary>What the control case found out about a target that answers.</summary>
/// <param name="HasFeature">Whether the target has local migration.</param>
/// <param name="Evidence">What showed that: a reply, a line of a recording.</param>
public sealed record ControlReport(bool HasFeature, string Evidence);
