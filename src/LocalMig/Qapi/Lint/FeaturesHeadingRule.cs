using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>The line Features: stands alone, with a blank line before and behind it.</summary>
public sealed class FeaturesHeadingRule : LintRule
{
    internal FeaturesHeadingRule()
        : base("LM-DOC-06", RuleLevel.Must, "feature descriptions stand below a line Features: with blank lines around it", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => """
        ##
        # @go:
        #
        # Goes.
        #
        # Features:
        #
        # @fast: quicker than before
        #
        # Since: 9.0
        ##
        { 'command': 'go', 'features': [ 'fast' ] }

        """;

    /// <inheritdoc/>
    public override string Bad => """
        ##
        # @go:
        #
        # Goes.
        #
        # Features:
        # @fast: quicker than before
        #
        # Since: 9.0
        ##
        { 'command': 'go', 'features': [ 'fast' ] }

        """;

    internal override void Check(LintSubject subject, LintReport report)
    {
        int line = subject.Doc.FeaturesLine;
        if (line == 0)
        {
            // A feature that is described among the members is no described feature.
            foreach (DefinedFeature feature in subject.Definition?.Features ?? [])
            {
                if (subject.Doc.Description(DocSectionKind.Member, feature.Name) is { } section && subject.Members.All(m => m.Name != feature.Name))
                    report.Add(this, section.Line, 3, $"feature '{feature.Name}' is described without a line 'Features:' before it");
            }

            return;
        }

        if (!subject.IsBlankAround(line - 1))
            report.Add(this, line, 3, "'Features:' needs a blank line before it");
        if (!subject.IsBlankAround(line + 1))
            report.Add(this, line, 3, "'Features:' needs a blank line behind it");
    }
}
