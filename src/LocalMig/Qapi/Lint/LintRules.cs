using System.Diagnostics.CodeAnalysis;

namespace LocalMig.Qapi.Lint;

/// <summary>All rules.</summary>
public static class LintRules
{
    /// <summary>The rules, in the order of their ids.</summary>
    public static IReadOnlyList<LintRule> All { get; } =
    [
        new LineWidthRule(),
        new SentenceSpacingRule(),
        new DescriptionIndentationRule(),
        new DescriptionParagraphRule(),
        new TagSpellingRule(),
        new FeaturesHeadingRule(),
        new MembersDescribedRule(),
        new NoAbsentMembersRule(),
        new UnstableNamedRule(),
        new SinceOfAdditionRule(),
        new SinceFormRule(),
        new SinceOrderRule(),
        new CrossReferencesRule(),
        new ExampleSyntaxRule(),
        new ExampleMeaningRule(),
        new ExampleDirectiveRule(),
        new UnixDomainSocketRule(),
        new ChannelNotAddressRule(),
        new PassesDescriptorsRule(),
        new RepeatedWordRule(),
        new AgreementRule(),
        new SentenceFragmentRule(),
        new LocalPurposeRule(),
        new LocalEffectRule(),
        new LocalConstraintRule(),
        new LocalDeviceSwitchRule(),
        new LocalReleaseRule(),
        new DefinitionSinceRule(),
        new ListFormRule(),
    ];

    /// <summary>Finds a rule by its id.</summary>
    public static bool TryFind(string id, [NotNullWhen(true)] out LintRule? rule)
    {
        rule = All.FirstOrDefault(r => string.Equals(r.Id, id, StringComparison.OrdinalIgnoreCase));
        return rule is not null;
    }
}
