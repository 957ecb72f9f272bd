using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;
using LocalMig.Wire;

namespace LocalMig.Qapi.Checks;

/// <summary>That documentation and definition name the same members and features.</summary>
internal sealed partial class DefinitionChecks
{
    private void ConnectDoc(Definition definition, DocComment? doc)
    {
        if (doc?.Symbol is null)
            return;
        ConnectFeatures(definition.Features, doc, definition.Source!);
        switch (definition)
        {
            case DefinedObject obj:
                if (obj.Base is { IsImplicit: true } implicitBase)
                    ConnectDoc(implicitBase, doc);
                ConnectMembers(obj.LocalMembers, doc);
                break;
            case DefinedEnum enumeration:
                ConnectMembers(enumeration.Values, doc);
                break;
            case DefinedAlternate alternate:
                ConnectMembers(alternate.Branches, doc);
                break;
            case DefinedMessage { Arguments: { IsImplicit: true } arguments }:
                ConnectDoc(arguments, doc);
                break;
        }
    }

    private void ConnectMembers(IReadOnlyList<DefinedMember> members, DocComment doc)
    {
        foreach (DefinedMember member in members)
        {
            if (doc.Description(DocSectionKind.Member, member.Name) is { } section)
                Connected(doc).Add(section);
            else if (!pragmas.DocumentationExceptions.Contains(doc.Symbol!))
                Fail(member.Source!, CheckTexts.LacksDocumentation(member.RoleName, member.Name));
            ConnectFeatures(member.Features, doc, member.Source!);
        }
    }

    private void ConnectFeatures(IReadOnlyList<DefinedFeature> features, DocComment doc, SchemaExpression at)
    {
        foreach (DefinedFeature feature in features)
        {
            if (doc.Description(DocSectionKind.Feature, feature.Name) is { } section)
                Connected(doc).Add(section);
            else
                Fail(at, CheckTexts.LacksDocumentation("feature", feature.Name));
        }
    }

    private void CheckDocumented(DocComment doc)
    {
        foreach (DocSectionKind kind in (ReadOnlySpan<DocSectionKind>)[DocSectionKind.Member, DocSectionKind.Feature])
        {
            List<DocSection> bogus = [.. doc.Sections.Where(s => s.Kind == kind && s.Name.Length > 0 && !Connected(doc).Contains(s))];
            // A name that is described twice was reported where it stands.
            bogus.RemoveAll(s => doc.Description(kind, s.Name) != s);
            if (bogus.Count == 0)
                continue;
            string what = kind == DocSectionKind.Member ? "member" : "feature";
            findings.Add(new Finding(Errors.QapiDocumentation.Code, doc.File, bogus[0].Line, 0, CheckTexts.NotThere(what, [.. bogus.Select(static s => s.Name)])));
        }
    }

    private HashSet<DocSection> Connected(DocComment doc)
    {
        if (!_connected.TryGetValue(doc, out HashSet<DocSection>? sections))
            _connected.Add(doc, sections = []);
        return sections;
    }
}
