using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>A rule about what the description of parameter <c>local</c> has to say. The good example is one for all of them; the bad
/// one differs from it in the description alone.</summary>
public abstract class LocalRule : LintRule
{
    private const string GoodDescription = """
        # @local: Enable local migration for devices that support it.  Backend
        #     state and its file descriptors are passed to the destination in
        #     the migration channel, which must be a Unix domain socket.  The
        #     device takes part only if its property ``local`` is set to true.
        #     (Since 11.0)
        """;

    private protected LocalRule(string id, string text, string source)
        : base(id, RuleLevel.Must, text, source)
    {
    }

    /// <inheritdoc/>
    public sealed override string Good => Around(GoodDescription);

    /// <inheritdoc/>
    public sealed override string Bad => Around(BadDescription);

    /// <summary>A description that breaks this rule and no other one.</summary>
    private protected abstract string BadDescription { get; }

    internal sealed override void Check(LintSubject subject, LintReport report)
    {
        if (subject.LocalDescription is { } section)
            Judge(new LocalDescription(section), section, subject, report);
    }

    private protected abstract void Judge(LocalDescription text, DocSection section, LintSubject subject, LintReport report);

    private static string Around(string description) => $$"""
        ##
        # @MigrationParameters:
        #
        # What can be set.
        #
        {{description}}
        #
        # Since: 2.4
        ##
        { 'struct': 'MigrationParameters', 'data': { '*local': 'bool' } }

        """;
}
