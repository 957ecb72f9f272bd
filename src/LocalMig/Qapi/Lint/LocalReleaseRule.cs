using LocalMig.Qapi.Docs;

namespace LocalMig.Qapi.Lint;

/// <summary>The release that brought parameter local.</summary>
public sealed class LocalReleaseRule : LintRule
{
    internal LocalReleaseRule()
        : base("LM-DOC-27", RuleLevel.Must, "the description of 'local' ends with its release", "specification, section 6, release")
    {
    }

    /// <inheritdoc/>
    public override string Good => """
        ##
        # @MigrationParameters:
        #
        # What can be set.
        #
        # @local: Enable local migration for devices that support it.  Backend
        #     state and its file descriptors are passed to the destination in
        #     the migration channel, which must be a Unix domain socket.  The
        #     device takes part only if its property ``local`` is set to true.
        #     (Since 11.0)
        #
        # Since: 2.4
        ##
        { 'struct': 'MigrationParameters', 'data': { '*local': 'bool' } }

        """;

    /// <inheritdoc/>
    public override string Bad => """
        ##
        # @MigrationParameters:
        #
        # What can be set.
        #
        # @local: Enable local migration for devices that support it.  Backend
        #     state and its file descriptors are passed to the destination in
        #     the migration channel, which must be a Unix domain socket.  The
        #     device takes part only if its property ``local`` is set to true.
        #
        # Since: 2.4
        ##
        { 'struct': 'MigrationParameters', 'data': { '*local': 'bool' } }

        """;

    internal override void Check(LintSubject subject, LintReport report)
    {
        if (subject.LocalDescription is not { } section)
            return;
        LocalDescription text = new(section);
        SinceNote? note = text.Notes.Count > 0 ? text.Notes[^1] : null;
        if (note is null)
            report.Add(this, section.Line, 3, $"it lacks '(Since {subject.Options.LocalRelease?.ToString() ?? "X.Y"})'");
        else if (!note.AtEnd)
            report.Add(this, note.Line, note.Column, $"'{note.Text}' belongs at the end");
        else if (subject.Options.LocalRelease is { } release && note.Release is { } given && given != release)
            report.Add(this, note.Line, note.Column, $"the release is {release}, not {given}");
    }
}
