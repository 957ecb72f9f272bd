using LocalMig.Qapi.Checks;
using LocalMig.Qapi.Source;
using LocalMig.Wire;

namespace LocalMig.Qapi.Definitions;

/// <summary>Makes definitions out of expressions that are sound by themselves. Names are not connected yet.</summary>
internal sealed class DefinitionTable
{
    /// <summary>How many features a schema may have, the two special ones included.</summary>
    private const int FeatureLimit = 64;

    private readonly List<Finding> _findings;
    private readonly List<(string Name, SchemaExpression? Source)> _features = [("deprecated", null), ("unstable", null)];
    private readonly HashSet<string> _featureNames = new(StringComparer.Ordinal) { "deprecated", "unstable" };

    public DefinitionTable(List<Finding> findings)
    {
        _findings = findings;
        foreach (BuiltinType type in BuiltinType.All)
        {
            Add(new DefinedBuiltin(type));
            Add(new DefinedArray(type.Name, null));
        }

        Add(Empty);
        Add(new DefinedEnum("QType", null)
        {
            Values = [.. new[] { "none", "qnull", "qnum", "qstring", "qdict", "qlist", "qbool" }
                .Select(static v => new DefinedMember(MemberRole.Value, v, "QType", null))],
        });
    }

    /// <summary>The object without members.</summary>
    public DefinedObject Empty { get; } = new("q_empty", null);

    /// <summary>All definitions in the order in which they came into being.</summary>
    public List<Definition> All { get; } = [];

    /// <summary>The definitions by name.</summary>
    public Dictionary<string, Definition> ByName { get; } = new(StringComparer.Ordinal);

    /// <summary>Names whose definitions are not sound: that they are unknown is no finding.</summary>
    public HashSet<string> Broken { get; } = new(StringComparer.Ordinal);

    /// <summary>The definition in which the number of features goes over the limit, or null.</summary>
    public SchemaExpression? FeatureOverLimit => _features.Count > FeatureLimit ? _features[FeatureLimit].Source : null;

    /// <summary>Makes a definition, and the implicit ones it needs.</summary>
    public void Define(SchemaExpression expression)
    {
        QapiObject obj = expression.Object;
        string name = expression.Name!;
        List<DefinedFeature> features = Features(obj["features"], expression);
        Definition definition = expression.Meta switch
        {
            "enum" => new DefinedEnum(name, expression) { Values = Values(name, obj["data"]!, expression), Prefix = (obj["prefix"] as QapiString)?.Value },
            "struct" => new DefinedObject(name, expression)
            {
                BaseName = (obj["base"] as QapiString)?.Value,
                LocalMembers = Members(name, (QapiObject)obj["data"]!, expression),
            },
            "union" => Union(name, obj, expression),
            "alternate" => new DefinedAlternate(name, expression) { Branches = Branches(name, obj["data"]!, expression) },
            _ => Message(name, obj, expression),
        };
        definition.Features = features;
        definition.Condition = obj["if"];
        definition.Doc = expression.Doc;
        Add(definition);
    }

    private DefinedObject Union(string name, QapiObject obj, SchemaExpression expression) => new(name, expression)
    {
        BaseName = obj["base"] is QapiString baseName ? baseName.Value : Implicit(name, "base", (QapiObject)obj["base"]!, expression),
        TagName = ((QapiString)obj["discriminator"]!).Value,
        Branches = Branches(name, obj["data"]!, expression),
    };

    private DefinedMessage Message(string name, QapiObject obj, SchemaExpression expression)
    {
        DefinedMessage message = new(name, expression, expression.Meta == "command")
        {
            Boxed = obj["boxed"] is not null,
            ArgumentsName = obj["data"] switch
            {
                QapiString type => type.Value,
                QapiObject members => Implicit(name, "arg", members, expression),
                _ => null,
            },
        };
        message.ReturnsName = obj["returns"] is { } returns ? TypeName(returns, expression) : null;
        return message;
    }

    private string? Implicit(string name, string role, QapiObject data, SchemaExpression expression)
    {
        string implicitName = $"q_obj_{name}-{role}";
        List<DefinedMember> members = Members(implicitName, data, expression);
        if (members.Count == 0)
            return null;
        // There can only be one already where the name is defined twice, which is found later.
        if (!ByName.ContainsKey(implicitName))
            Add(new DefinedObject(implicitName, expression) { LocalMembers = members, Condition = expression.Object["if"] });
        return implicitName;
    }

    private List<DefinedMember> Members(string owner, QapiObject data, SchemaExpression expression)
    {
        List<DefinedMember> members = new(data.Members.Count);
        foreach ((QapiString key, QapiNode value) in data.Members)
        {
            bool optional = key.Value.StartsWith('*');
            QapiObject? detailed = value as QapiObject;
            members.Add(new DefinedMember(MemberRole.Member, optional ? key.Value[1..] : key.Value, owner, expression)
            {
                Place = key.Place,
                Optional = optional,
                TypeName = TypeName(detailed?["type"] ?? value, expression),
                Condition = detailed?["if"],
                Features = Features(detailed?["features"], expression),
            });
        }

        return members;
    }

    private List<DefinedMember> Branches(string owner, QapiNode data, SchemaExpression expression)
    {
        List<DefinedMember> branches = [];
        foreach ((QapiString key, QapiNode value) in ((QapiObject)data).Members)
        {
            QapiObject? detailed = value as QapiObject;
            branches.Add(new DefinedMember(MemberRole.Branch, key.Value, owner, expression)
            {
                Place = key.Place,
                TypeName = TypeName(detailed?["type"] ?? value, expression),
                Condition = detailed?["if"],
            });
        }

        return branches;
    }

    private List<DefinedMember> Values(string owner, QapiNode data, SchemaExpression expression)
    {
        List<DefinedMember> values = [];
        foreach (QapiNode item in ((QapiList)data).Items)
        {
            QapiObject? detailed = item as QapiObject;
            values.Add(new DefinedMember(MemberRole.Value, ((QapiString)(detailed?["name"] ?? item)).Value, owner, expression)
            {
                Place = item.Place,
                Condition = detailed?["if"],
                Features = Features(detailed?["features"], expression),
            });
        }

        return values;
    }

    private List<DefinedFeature> Features(QapiNode? node, SchemaExpression expression)
    {
        List<DefinedFeature> features = [];
        foreach (QapiNode item in (node as QapiList)?.Items ?? [])
        {
            QapiObject? detailed = item as QapiObject;
            string name = ((QapiString)(detailed?["name"] ?? item)).Value;
            features.Add(new DefinedFeature(name, detailed?["if"]));
            if (_featureNames.Add(name))
                _features.Add((name, expression));
        }

        return features;
    }

    // An array is a type of its own, made where it is first used.
    private string TypeName(QapiNode node, SchemaExpression expression)
    {
        if (node is QapiString name)
            return name.Value;
        string element = ((QapiString)((QapiList)node).Items[0]).Value;
        string array = element + "List";
        if (!ByName.ContainsKey(array))
            Add(new DefinedArray(element, expression));
        return array;
    }

    private void Add(Definition definition)
    {
        if (ByName.TryAdd(definition.Name, definition))
        {
            All.Add(definition);
            return;
        }

        Definition other = ByName[definition.Name];
        string message = CheckTexts.AlreadyDefined(other.Source is null ? other.Description : $"'{definition.Name}'");
        if (other.Source is { } previous)
        {
            message += "\n" + new Finding("", previous.File, previous.Line, 0, "previous definition") { Definition = Name(previous) };
        }

        _findings.Add(new Finding(Errors.QapiRedefinition.Code, definition.Source!.File, definition.Source.Line, 0, message) { Definition = Name(definition.Source) });
    }

    private static string Name(SchemaExpression expression) => $"{expression.Meta} '{expression.Name}'";

}
