namespace LocalMig.Suite.Targets.Recordings;

/// <summary>A note of the recorder.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Text">Its text without the mark and the blank behind it.</param>
internal sealed record RecordedNote(int Line, string Text);
