using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>One documentation comment with what a rule may want to know about it.</summary>
internal sealed class LintSubject
{
    private readonly Dictionary<DocSection, IReadOnlyList<DocBlock>> _blocks = [];
    private readonly Lazy<IReadOnlySet<string>>? _knownNames;

    public LintSubject(DocComment doc, Definition? definition, SchemaSource schema, LintOptions options, Lazy<IReadOnlySet<string>>? knownNames = null)
    {
        Doc = doc;
        Definition = definition;
        Schema = schema;
        Options = options;
        _knownNames = knownNames;
        Members = MembersOf(definition);
    }

    /// <summary>The comment.</summary>
    public DocComment Doc { get; }

    /// <summary>What it documents; null for a free-standing one, or where the definition is not sound.</summary>
    public Definition? Definition { get; }

    /// <summary>The whole schema.</summary>
    public SchemaSource Schema { get; }

    /// <summary>What the caller asks for.</summary>
    public LintOptions Options { get; }

    /// <summary>The members, arguments, values or branches that want a description.</summary>
    public IReadOnlyList<DefinedMember> Members { get; }

    /// <summary>Every name that a reference can lead to.</summary>
    public IReadOnlySet<string> KnownNames => _knownNames?.Value ?? KnownNamesOf(Schema);

    /// <summary>The release of the definition, or null.</summary>
    public Release? Since => Doc.Section(DocSectionKind.Since) is { Lines: [var line, ..] }
        && Release.TryParse(FirstWord(line.Text), out Release release) ? release : null;

    /// <summary>Whether a line of the file is blank as comments have it; true for a line that is not there to be seen.</summary>
    public bool IsBlankAround(int line) => Doc.File.Line(line).Trim() is "#" or "";

    /// <summary>The blocks of a section.</summary>
    public IReadOnlyList<DocBlock> Blocks(DocSection section)
    {
        if (!_blocks.TryGetValue(section, out IReadOnlyList<DocBlock>? blocks))
            _blocks.Add(section, blocks = DocBlock.Split(section.Lines));
        return blocks;
    }

    /// <summary>All paragraphs of the comment, with their section.</summary>
    public IEnumerable<(DocSection Section, DocProse Prose)> Prose()
    {
        foreach (DocSection section in Doc.Sections)
        {
            foreach (DocBlock block in Blocks(section))
            {
                if (block.IsProse)
                    yield return (section, new DocProse(block));
            }
        }
    }

    /// <summary>The description of migration parameter <c>local</c>, where this is the comment that has it.</summary>
    public DocSection? LocalDescription =>
        Doc.Symbol is "MigrationParameters" or "MigrateSetParameters" || (Options.Fragment && Doc.Symbol == "?" && Doc.File.Path.Contains("migration", StringComparison.Ordinal)) ? Doc.Description(DocSectionKind.Member, "local") : null;

    /// <summary>The names of the definitions of a schema, of their members, values, branches and features, and what comments describe.</summary>
    public static IReadOnlySet<string> KnownNamesOf(SchemaSource schema)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Definition definition in schema.Definitions)
        {
            names.Add(definition.Name);
            names.UnionWith(definition.Features.Select(static f => f.Name));
            foreach (DefinedMember member in MembersOf(definition))
            {
                names.Add(member.Name);
                names.UnionWith(member.Features.Select(static f => f.Name));
            }
        }

        foreach (DocComment doc in schema.Docs)
            names.UnionWith(doc.Sections.Select(static s => s.Name));
        return names;
    }

    private static ReadOnlySpan<char> FirstWord(string text)
    {
        int end = text.AsSpan().IndexOfAny(' ', ',');
        return end < 0 ? text : text.AsSpan(0, end);
    }

    private static IReadOnlyList<DefinedMember> MembersOf(Definition? definition) => definition switch
    {
        DefinedEnum enumeration => enumeration.Values,
        DefinedAlternate alternate => alternate.Branches,
        DefinedObject { Base.IsImplicit: true } union => [.. union.Base.LocalMembers, .. union.LocalMembers],
        DefinedObject obj => obj.LocalMembers,
        DefinedMessage { Arguments.IsImplicit: true } message => message.Arguments.LocalMembers,
        _ => [],
    };
}
