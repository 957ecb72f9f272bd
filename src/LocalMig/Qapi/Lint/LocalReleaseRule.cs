using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>The release that brought parameter local.</summary>
public sealed class LocalReleaseRule : LocalRule
{
    internal LocalReleaseRule()
        : base("LM-DOC-27", "the description of 'local' ends with its release", "specification, section 6, release")
    {
    }

    /// <inheritdoc/>
    private protected override string BadDescription => """
        # @local: Enable local migration for devices that support it.  Backend
        #     state and its file descriptors are passed to the destination in
        #     the migration channel, which must be a Unix domain socket.  The
        #     device takes part only if its property ``local`` is set to true.
        """;

    private protected override void Judge(LocalDescription text, DocSection section, LintSubject subject, LintReport report)
    {
        SinceNote? note = text.Notes.Count > 0 ? text.Notes[^1] : null;
        if (note is null)
            report.Add(this, section.Line, 3, $"it lacks '(Since {subject.Options.LocalRelease?.ToString() ?? "X.Y"})'");
        else if (!note.AtEnd)
            report.Add(this, note.Line, note.Column, $"'{note.Text}' belongs at the end");
        else if (subject.Options.LocalRelease is { } release && note.Release is { } given && given != release)
            report.Add(this, note.Line, note.Column, $"the release is {release}, not {given}");
    }
}
