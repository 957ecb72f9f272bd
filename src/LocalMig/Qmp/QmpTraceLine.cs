namespace LocalMig.Qmp;

/// <summary>A line of a conversation as a client saw it.</summary>
/// <param name="Sent">Whether the client sent it; otherwise it received it.</param>
/// <param name="Text">The line, without its end.</param>
public readonly record struct QmpTraceLine(bool Sent, string Text);
