using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>Every member has a description, and one with text.</summary>
public sealed class MembersDescribedRule : LintRule
{
    internal MembersDescribedRule()
        : base("LM-DOC-07", RuleLevel.Must, "every member, argument, value and branch is described", "specification, section 6, agreement with the schema")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large it is");

    /// <inheritdoc/>
    public override string Bad => """
        { 'pragma': { 'documentation-exceptions': [ 'Thing' ] } }
        ##
        # @Thing:
        #
        # What it is for.
        #
        # Since: 9.0
        ##
        { 'struct': 'Thing', 'data': { 'size': 'int' } }

        """;

    internal override void Check(LintSubject subject, LintReport report)
    {
        if (subject.Doc.Symbol is null)
            return;
        foreach (DefinedMember member in subject.Members)
        {
            if (subject.Doc.Description(DocSectionKind.Member, member.Name) is null)
                report.Add(this, member.Place.Line, member.Place.Column, $"{member.RoleName} '{member.Name}' of '{subject.Doc.Symbol}' is not described");
        }
    }
}
