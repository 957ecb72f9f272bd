using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;
using LocalMig.Wire;

namespace LocalMig.Qapi.Checks;

/// <summary>Connects definitions with each other and with their documentation, and checks what only shows then.</summary>
internal sealed partial class DefinitionChecks(DefinitionTable table, SchemaPragmas pragmas, List<Finding> findings)
{
    private static readonly string Rule = Errors.QapiMeaning.Code;

    private readonly Dictionary<DocComment, HashSet<DocSection>> _connected = [];
    private readonly HashSet<DocComment> _comparable = [];

    /// <summary>Checks all definitions in order, then the comments.</summary>
    public void CheckAll(IReadOnlyList<DocComment> docs)
    {
        foreach (Definition definition in table.All)
        {
            Check(definition);
            ConnectDoc(definition, definition.Doc);
            if (definition.Doc is { } doc)
                _comparable.Add(doc);
        }

        foreach (DocComment doc in docs)
        {
            if (_comparable.Contains(doc))
                CheckDocumented(doc);
        }

        if (table.FeatureOverLimit is { } expression)
            Fail(expression, CheckTexts.TooManyFeatures);
    }

    private void Check(Definition definition)
    {
        switch (definition)
        {
            case DefinedObject obj:
                CheckObject(obj);
                break;
            case DefinedEnum enumeration:
                CheckType(enumeration);
                CheckClashes(enumeration.Values, enumeration.Source, []);
                break;
            case DefinedArray array:
                array.Element = array.Source is null
                    ? (DefinedType)table.ByName[array.ElementName]
                    : Resolve(array.ElementName, array.Source, array.Source.Meta!);
                break;
            case DefinedAlternate alternate:
                CheckAlternate(alternate);
                break;
            case DefinedMessage message:
                CheckFeatures(message.Features, message.Name, message.Source);
                CheckMessage(message);
                break;
        }
    }

    private void CheckType(DefinedType type)
    {
        CheckFeatures(type.Features, type.Name, type.Source);
        foreach (DefinedFeature feature in type.Features)
        {
            if (feature.IsSpecial)
                Fail(type.Source!, CheckTexts.FeatureOfType(feature.Name));
        }
    }

    // This goes from type to type exactly where the C struct of one would contain that of the other.
    private void CheckObject(DefinedObject type)
    {
        if (type.State == CheckState.Done)
            return;
        if (type.State == CheckState.Running)
        {
            Fail(type.Source!, CheckTexts.ContainsItself(type.Name));
            return;
        }

        type.State = CheckState.Running;
        CheckType(type);
        Dictionary<string, DefinedMember> seen = new(StringComparer.Ordinal);
        if (type.BaseName is not null && Resolve(type.BaseName, type.Source!, "'base'") is { } found)
            CheckBase(type, found, seen);
        foreach (DefinedMember member in type.LocalMembers)
        {
            member.Type = Resolve(member, type.Source!);
            CheckFeatures(member.Features, member.Name, member.Source);
            CheckClash(member, type.Source!, seen);
        }

        List<DefinedMember> members = [.. seen.Values];
        if (type.IsUnion)
        {
            CheckBranches(type, seen);
            CheckBranchClashes(type, type.Source!, seen);
        }

        type.Members = members;
        type.State = CheckState.Done;
    }

    private void CheckBase(DefinedObject type, DefinedType found, Dictionary<string, DefinedMember> seen)
    {
        if (found is not DefinedObject { IsUnion: false } baseType)
        {
            Fail(type.Source!, CheckTexts.BaseNoStruct(found.Description));
            return;
        }

        type.Base = baseType;
        CheckObject(baseType);
        foreach (DefinedMember member in baseType.Members)
            CheckClash(member, type.Source!, seen);
    }

    private void CheckBranches(DefinedObject union, Dictionary<string, DefinedMember> seen)
    {
        SchemaExpression at = union.Source!;
        string tagName = union.TagName!;
        if (!seen.TryGetValue(QapiNames.ToC(tagName), out DefinedMember? tag) || tag.Name != tagName)
        {
            // A base that is not known was reported already.
            if (union.BaseName is null || union.Base is not null)
                Fail(at, CheckTexts.TagNoMember(tagName));
            ResolveBranches(union);
            return;
        }

        string where = tag.DefinedIn.StartsWith("q_", StringComparison.Ordinal) ? "'base'" : $"base type '{tag.DefinedIn}'";
        if (tag.Type is not DefinedEnum values)
        {
            if (tag.Type is not null)
                Fail(at, CheckTexts.TagMust(tagName, where, "be of enum type"));
            ResolveBranches(union);
            return;
        }

        if (tag.Optional)
            Fail(at, CheckTexts.TagMust(tagName, where, "not be optional"));
        if (tag.Condition is not null)
            Fail(at, CheckTexts.TagMust(tagName, where, "not be conditional"));
        AddEmptyBranches(union, values, tag.DefinedIn);
        if (union.Branches.Count == 0)
            Fail(at, CheckTexts.NoBranches);
        foreach (DefinedMember branch in union.Branches)
            CheckBranch(branch, values, at);
    }

    private void AddEmptyBranches(DefinedObject union, DefinedEnum values, string definedIn)
    {
        HashSet<string> cases = [.. union.Branches.Select(static b => b.Name)];
        union.Branches =
        [
            .. union.Branches,
            .. values.Values.Where(v => !cases.Contains(v.Name)).Select(v => new DefinedMember(MemberRole.Branch, v.Name, definedIn, union.Source)
            {
                TypeName = table.Empty.Name,
                Condition = v.Condition,
            }),
        ];
    }

    private void CheckBranch(DefinedMember branch, DefinedEnum values, SchemaExpression at)
    {
        branch.Type = Resolve(branch, at);
        if (!values.Values.Any(v => v.Name == branch.Name))
            Fail(at, CheckTexts.NoSuchValue(branch.Name, values.Description));
        if (branch.Type is DefinedObject obj)
            CheckObject(obj);
        else if (branch.Type is not null)
            Fail(at, CheckTexts.CannotUse(Describe(branch, at), branch.Type.Description));
    }

    private void ResolveBranches(DefinedObject union)
    {
        foreach (DefinedMember branch in union.Branches)
            branch.Type = table.ByName.GetValueOrDefault(branch.TypeName) as DefinedType;
    }

    private void CheckMessage(DefinedMessage message)
    {
        SchemaExpression at = message.Source!;
        string data = $"{message.Meta}'s 'data'";
        if (message.ArgumentsName is not null && Resolve(message.ArgumentsName, at, data) is { } type)
        {
            if (type is not DefinedObject arguments)
            {
                Fail(at, CheckTexts.CannotTake(data, type.Description));
            }
            else
            {
                message.Arguments = arguments;
                if (arguments.IsUnion && !message.Boxed)
                    Fail(at, CheckTexts.OnlyBoxed(data, arguments.Description));
                CheckObject(arguments);
                if (!message.Boxed && arguments.Members.Any(static m => m.Condition is not null))
                    Fail(at, CheckTexts.ConditionalArguments(message.Meta));
            }
        }

        if (message.ReturnsName is null)
            return;
        message.Returns = Resolve(message.ReturnsName, at, "command's 'returns'");
        if (message.Returns is not { } returned || pragmas.CommandReturnsExceptions.Contains(message.Name))
            return;
        DefinedType? shown = returned is DefinedArray array ? array.Element : returned;
        if (shown is not (null or DefinedObject))
            Fail(at, CheckTexts.CannotTake("command's 'returns'", returned.Description));
    }

    private DefinedType? Resolve(DefinedMember member, SchemaExpression at)
    {
        if (table.ByName.GetValueOrDefault(member.TypeName) is DefinedType type)
            return type;
        return Resolve(member.TypeName, at, Describe(member, at));
    }

    private DefinedType? Resolve(string name, SchemaExpression at, string what)
    {
        if (table.ByName.GetValueOrDefault(name) is DefinedType type)
            return type;
        if (!table.Broken.Contains(name))
            Fail(at, CheckTexts.UnknownType(what, name));
        return null;
    }

    private void Fail(SchemaExpression at, string message) =>
        findings.Add(new Finding(Rule, at.File, at.Line, 0, message) { Definition = $"{at.Meta} '{at.Name}'" });
}
