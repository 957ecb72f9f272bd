using LocalMig.Qapi.Docs;

namespace LocalMig.Qapi.Lint;

/// <summary>Agreement errors that leave no doubt.</summary>
public sealed class AgreementRule : LintRule
{
    internal AgreementRule()
        : base("LM-DOC-21", RuleLevel.Should, "subject and verb agree", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: This allows reading the size.");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: It have a size.");

    private static readonly (string Wrong, string Remark)[] Wordings =
    [
        ("it have", "say 'it has'"),
        ("It have", "say 'It has'"),
        ("it are", "say 'it is'"),
        ("It are", "say 'It is'"),
        ("they is", "say 'they are'"),
        ("They is", "say 'They are'"),
        ("they has", "say 'they have'"),
        ("They has", "say 'They have'"),
        ("this are", "say 'this is'"),
        ("This are", "say 'This is'"),
        ("these is", "say 'these are'"),
        ("These is", "say 'These are'"),
        ("an UNIX", "say 'a UNIX'"),
        ("an Unix", "say 'a Unix'"),
        ("a older", "say 'an older'"),
        ("a object", "say 'an object'"),
        ("a optional", "say 'an optional'"),
        ("a address", "say 'an address'"),
        ("a error", "say 'an error'"),
        ("a integer", "say 'an integer'"),
        ("a array", "say 'an array'"),
        ("a event", "say 'an event'"),
        ("must to", "say 'must'"),
        ("must has", "say 'must have'"),
        ("can has", "say 'can have'"),
        ("should has", "say 'should have'"),
        ("does not exists", "say 'does not exist'"),
        ("doesn't exists", "say 'doesn't exist'"),
        ("dependant on", "say 'dependent on'"),
        ("independant", "say 'independent'"),
    ];

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach ((_, DocProse prose) in subject.Prose())
            Wording.Find(prose, Wordings, (offset, remark) => report.Add(this, prose, offset, remark));
    }
}
