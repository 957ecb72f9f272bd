namespace LocalMig.Qapi.Checks;

/// <summary>The parts of a definition: members, branches, values, conditions, features.</summary>
internal sealed partial class ExpressionChecks
{
    private void CheckEnum(string name, QapiObject obj)
    {
        if (obj["data"] is not QapiList values)
        {
            Fail(CheckTexts.DataArray);
            return;
        }

        if (obj["prefix"] is not (null or QapiString))
            Fail(CheckTexts.PrefixString);
        bool permissive = pragmas.MemberNameExceptions.Contains(name);
        foreach (QapiNode item in values.Items)
        {
            QapiObject? detailed = item as QapiObject;
            if (detailed is not null && !CheckKeys(detailed, "'data' member", ["name"], ["if", "features"]))
                continue;
            if ((detailed is null ? item : detailed["name"]) is not QapiString { Value: var value })
            {
                Fail(CheckTexts.StringName("'data' member"));
                continue;
            }

            string source = $"'data' member '{value}'";
            // Values may begin with a digit, as no other name may.
            string checkedName = value.Length > 0 && char.IsAsciiDigit(value[0]) ? "d" + value : value;
            Report(QapiNames.CheckLower(checkedName, source, permissive, permissive));
            CheckCondition(detailed?["if"], source);
            CheckFeatures(detailed?["features"]);
        }
    }

    private void CheckUnion(string name, QapiObject obj)
    {
        if (obj["base"] is not QapiString)
            CheckMembers(obj["base"]!, "'base'", name);
        if (obj["discriminator"] is not QapiString)
            Fail(CheckTexts.StringName("'discriminator'"));
        if (obj["data"] is not QapiObject branches)
        {
            Fail(CheckTexts.DataObject);
            return;
        }

        foreach ((QapiString key, QapiNode value) in branches.Members)
        {
            string source = $"'data' member '{key.Value}'";
            if (TypeOf(value, source, ["if"]) is { } type)
                CheckTypeName(type, source);
        }
    }

    private void CheckAlternate(QapiNode data)
    {
        if (data is QapiObject { Members.Count: 0 } or QapiList { Items.Count: 0 } or QapiString { Value: "" } or QapiBoolean { Value: false })
        {
            Fail(CheckTexts.DataEmpty);
            return;
        }

        if (data is not QapiObject branches)
        {
            Fail(CheckTexts.DataObject);
            return;
        }

        foreach ((QapiString key, QapiNode value) in branches.Members)
        {
            string source = $"'data' member '{key.Value}'";
            Report(QapiNames.CheckLower(key.Value, source));
            if (TypeOf(value, source, ["if"]) is { } type)
                CheckTypeNameOrArray(type, source);
        }
    }

    private void CheckArguments(QapiObject obj)
    {
        bool boxed = obj["boxed"] is QapiBoolean { Value: true } or QapiString { Value.Length: > 0 }
            or QapiList { Items.Count: > 0 } or QapiObject { Members.Count: > 0 };
        if (!boxed)
        {
            if (obj["data"] is { } data and not QapiString)
                CheckMembers(data, "'data'", null);
        }
        else if (obj["data"] is { } type)
        {
            CheckTypeName(type, "'data'");
        }
        else
        {
            Fail(CheckTexts.BoxedRequiresData);
        }
    }

    private void CheckMembers(QapiNode value, string source, string? parent)
    {
        if (value is not QapiObject members)
        {
            Fail(CheckTexts.ObjectOrTypeName(source));
            return;
        }

        bool permissive = parent is not null && pragmas.MemberNameExceptions.Contains(parent);
        foreach ((QapiString key, QapiNode member) in members.Members)
        {
            string keySource = $"{source} member '{key.Value}'";
            string name = key.Value.StartsWith('*') ? key.Value[1..] : key.Value;
            if (QapiNames.CheckLower(name, keySource, permissive, permissive) is { } message)
                Fail(message);
            else if (QapiNames.ToC(name) is "u" || QapiNames.ToC(name).StartsWith("has_", StringComparison.Ordinal))
                Fail(CheckTexts.ReservedName(keySource));
            if (TypeOf(member, keySource, ["if", "features"]) is not { } type)
                continue;
            CheckFeatures((member as QapiObject)?["features"]);
            CheckTypeNameOrArray(type, keySource);
        }
    }

    // The type in either notation, its condition checked; null where there is none.
    private QapiNode? TypeOf(QapiNode value, string source, string[] optional)
    {
        if (value is not QapiObject detailed)
            return value;
        bool complete = CheckKeys(detailed, source, ["type"], optional);
        CheckCondition(detailed["if"], source);
        return complete ? detailed["type"] : null;
    }

    private void CheckTypeName(QapiNode? value, string source)
    {
        if (value is not (null or QapiString))
            Fail(CheckTexts.TypeName(source));
    }

    private void CheckTypeNameOrArray(QapiNode? value, string source)
    {
        if (value is null or QapiString or QapiList { Items: [QapiString] })
            return;
        Fail(value is QapiList ? CheckTexts.ArrayOfOne(source) : CheckTexts.TypeNameOrArray(source));
    }

    private void CheckFeatures(QapiNode? value)
    {
        if (value is null)
            return;
        if (value is not QapiList features)
        {
            Fail(CheckTexts.FeaturesArray);
            return;
        }

        const string source = "'features' member";
        foreach (QapiNode item in features.Items)
        {
            QapiObject? detailed = item as QapiObject;
            if (detailed is not null && !CheckKeys(detailed, source, ["name"], ["if"]))
                continue;
            if ((detailed is null ? item : detailed["name"]) is not QapiString { Value: var name })
            {
                Fail(CheckTexts.StringName(source));
                continue;
            }

            Report(QapiNames.CheckLower(name, $"{source} '{name}'"));
            CheckCondition(detailed?["if"], $"{source} '{name}'");
        }
    }

    private void CheckCondition(QapiNode? condition, string source)
    {
        switch (condition)
        {
            case null:
                return;
            case QapiString name:
                if (!IsConditionName(name.Value))
                    Fail(CheckTexts.NoIdentifier(name.Value, source));
                return;
            case QapiObject operators:
                CheckOperators(operators, source);
                return;
            default:
                Fail(CheckTexts.ConditionForm(source));
                return;
        }
    }

    private void CheckOperators(QapiObject operators, string source)
    {
        int before = findings.Count;
        CheckKeys(operators, CheckTexts.ConditionSource(source), [], ["all", "any", "not"]);
        if (findings.Count > before)
            return;
        if (operators.Members is not [var (key, value)])
        {
            Fail(CheckTexts.ConditionKeys(source));
            return;
        }

        if (key.Value == "not")
        {
            CheckCondition(value, source);
        }
        else if (value is not QapiList operands)
        {
            Fail(CheckTexts.ConditionArray(key.Value, source));
        }
        else if (operands.Items.Count == 0)
        {
            Fail(CheckTexts.ConditionUseless(source));
        }
        else
        {
            foreach (QapiNode operand in operands.Items)
                CheckCondition(operand, source);
        }
    }

    private static bool IsConditionName(string name)
    {
        if (name.Length == 0 || !char.IsAsciiLetterUpper(name[0]))
            return false;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '_')
                return false;
        }

        return true;
    }
}
