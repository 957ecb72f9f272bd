using LocalMig.Parameters;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;
using LocalMig.Spec;

namespace LocalMig.Suite;

/// <summary>What a schema says about local migration: each member that belongs to it, with its description. A whole schema says much
/// else, for which local migration is not to be blamed.</summary>
internal sealed class LocalDocumentation
{
    private readonly SchemaSource _schema;
    private readonly LintOptions _options;

    private LocalDocumentation(SchemaSource schema, LintOptions options)
    {
        _schema = schema;
        _options = options;
    }

    /// <summary>The definitions that may have the parameter as a member or a value.</summary>
    public static IReadOnlyList<string> Definitions { get; } = ["MigrationParameters", "MigrateSetParameters", "MigrationParameter"];

    /// <summary>The members that are documented, or have to be.</summary>
    public required IReadOnlyList<LocalMember> Members { get; init; }

    /// <summary>The members whose description tells what the parameter is; the enumeration of the names leads to them.</summary>
    public IEnumerable<LocalMember> Parameters => Members.Where(static m => m.MemberName == "local" && m.Definition is DefinedObject && m.Definition.Name != "NetdevTapOptions");

    /// <summary>The pieces of QMP in comments that speak of the parameter.</summary>
    public required IReadOnlyList<(DocComment Doc, DocBlock Block)> Messages { get; init; }

    /// <summary>Looks for it in a schema.</summary>
    public static LocalDocumentation In(SchemaSource schema, Profile profile)
    {
        LintOptions options = ProfileDocumentation.LintOptions(profile);
        IEnumerable<(string Definition, string Member)> sought = Definitions.Select(static d => (d, "local")).Append(("NetdevTapOptions", options.LocalProperty));
        List<LocalMember> members = [];
        foreach ((string name, string member) in sought)
        {
            if (schema.Find(name) is not { } definition)
                continue;
            DefinedMember? found = MemberOf(definition, member);
            DocSection? section = definition.Doc?.Description(DocSectionKind.Member, member);
            // Where the schema excepts an enumeration it says itself that its values are described elsewhere.
            if (section is not null || (found is not null && (found.Role != MemberRole.Value || !schema.Pragmas.DocumentationExceptions.Contains(name))))
                members.Add(new LocalMember(definition, member, found, section));
        }

        return new LocalDocumentation(schema, options) { Members = members, Messages = [.. schema.Docs.SelectMany(MessagesIn)] };
    }

    /// <summary>The member or value of a definition that has a name, or null.</summary>
    public static DefinedMember? MemberOf(Definition? definition, string name) => (definition switch
    {
        DefinedEnum enumeration => enumeration.Values,
        DefinedObject type => type.Members,
        _ => [],
    }).FirstOrDefault(m => m.Name == name);

    /// <summary>What one rule finds in the whole schema.</summary>
    public IReadOnlyList<Finding> Findings(LintRule rule) =>
        Linter.Run(_schema, _options with { Rules = new HashSet<string>(StringComparer.Ordinal) { rule.Id } });

    private static IEnumerable<(DocComment Doc, DocBlock Block)> MessagesIn(DocComment doc) =>
        from section in doc.Sections
        from block in DocBlock.Split(section.Lines)
        where block.Lines.Any(static l => IsMessage(l.Text)) && block.Lines.Any(static l => l.Text.Contains("\"local\"", StringComparison.Ordinal))
        select (doc, block);

    private static bool IsMessage(string line)
    {
        ReadOnlySpan<char> text = line.AsSpan().TrimStart();
        return text.StartsWith("->", StringComparison.Ordinal) || text.StartsWith("<-", StringComparison.Ordinal);
    }
}

/// <summary>A member that belongs to local migration: defined, described, or both.</summary>
/// <param name="Definition">What it is a member of.</param>
/// <param name="MemberName">Its name.</param>
/// <param name="Member">The member; null where it is described alone.</param>
/// <param name="Section">Its description; null where it has none.</param>
internal sealed record LocalMember(Definition Definition, string MemberName, DefinedMember? Member, DocSection? Section)
{
    // What these rules find (tags, the heading of features, the release) concerns everything that the comment describes.
    private static readonly string[] OfTheComment = ["LM-DOC-05", "LM-DOC-06", "LM-DOC-28"];

    /// <summary>What to call it.</summary>
    public string Name => $"'{MemberName}' of '{Definition.Name}'";

    /// <summary>Where its description stands, or else the member itself.</summary>
    public string Place => Section is { } section && Definition.Doc is { } doc ? $"{doc.File.Path}:{section.Line}" : $"{Member?.Place}";

    /// <summary>Whether a finding is about it: it lies in the description, at the member, or elsewhere in the comment and names it.</summary>
    public bool IsMeantBy(Finding finding)
    {
        if (Member is { } member && finding.Line == member.Place.Line && finding.Column == member.Place.Column && finding.File.Path == member.Place.File)
            return true;
        if (Definition.Doc is not { } doc || finding.File != doc.File || finding.Line < doc.Line || finding.Line > doc.EndLine)
            return false;
        return OfTheComment.Contains(finding.Rule, StringComparer.Ordinal)
            || (Section is { Lines: [.., var last] } section && finding.Line >= section.Line && finding.Line <= last.Number)
            || finding.Message.Contains($"'{MemberName}'", StringComparison.Ordinal);
    }
}
