using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>The description of feature unstable (or deprecated) names every member that has it.</summary>
public sealed class UnstableNamedRule : LintRule
{
    internal UnstableNamedRule()
        : base("LM-DOC-09", RuleLevel.Must, "an unstable member is named in the Features section", "specification, section 6, agreement with the schema")
    {
    }

    /// <inheritdoc/>
    public override string Good => """
        ##
        # @Thing:
        #
        # What it is for.
        #
        # @size: how large it is
        #
        # Features:
        #
        # @unstable: Member @size is experimental.
        #
        # Since: 9.0
        ##
        { 'struct': 'Thing', 'data': { 'size': { 'type': 'int', 'features': [ 'unstable' ] } } }

        """;

    /// <inheritdoc/>
    public override string Bad => """
        ##
        # @Thing:
        #
        # What it is for.
        #
        # @size: how large it is
        #
        # Features:
        #
        # @unstable: One of the members is experimental.
        #
        # Since: 9.0
        ##
        { 'struct': 'Thing', 'data': { 'size': { 'type': 'int', 'features': [ 'unstable' ] } } }

        """;

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach (string feature in (ReadOnlySpan<string>)["unstable", "deprecated"])
        {
            if (subject.Doc.Description(DocSectionKind.Feature, feature) is not { } section)
                continue;
            string text = section.Text;
            foreach (DefinedMember member in subject.Members)
            {
                if (member.Has(feature) && !Names(text, member.Name))
                    report.Add(this, section.Line, 3, $"{member.RoleName} '{member.Name}' is {feature}, and the description of '{feature}' does not name it");
            }
        }
    }

    private static bool Names(string text, string name)
    {
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            int end = at + name.Length;
            bool whole = end >= text.Length || !(char.IsAsciiLetterOrDigit(text[end]) || (text[end] == '-' && end + 1 < text.Length && char.IsAsciiLetterOrDigit(text[end + 1])));
            if (whole && at > 0 && text[at - 1] is '@' or '`' or '\'' or '"')
                return true;
        }

        return false;
    }
}
