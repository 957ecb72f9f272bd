using LocalMig.Qapi.Source;
using LocalMig.Wire;

namespace LocalMig.Qapi.Checks;

/// <summary>Checks one definition by itself: its keys, the form of their values, its names.</summary>
/// <remarks>The checks run in QEMU's order, so that the first finding is the one at which QEMU stops. After a finding the
/// check goes on with what does not depend on the thing that is wrong.</remarks>
internal sealed partial class ExpressionChecks(SchemaPragmas pragmas, List<Finding> findings)
{
    private static readonly string Rule = Errors.QapiDefinition.Code;

    private SchemaExpression _expression = null!;
    private string _definition = "";

    /// <summary>Checks a definition.</summary>
    /// <returns>Whether it is sound, and takes part in what follows.</returns>
    public bool Check(SchemaExpression expression)
    {
        int before = findings.Count;
        _expression = expression;
        _definition = "";
        QapiObject obj = expression.Object;
        if (expression.Meta is not { } meta)
        {
            Fail(CheckTexts.OneMetaKey);
            return false;
        }

        if (expression.Name is not { } name)
        {
            Fail(CheckTexts.StringName($"'{meta}'"));
            return false;
        }

        _definition = name.Length == 0 ? "" : $"{meta} '{name}'";
        CheckName(meta, name);
        CheckDoc(expression, name, meta);
        if (CheckKeys(obj, meta, Required(meta), Optional(meta)))
        {
            switch (meta)
            {
                case "enum":
                    CheckEnum(name, obj);
                    break;
                case "struct":
                    CheckMembers(obj["data"]!, "'data'", name);
                    CheckTypeName(obj["base"], "'base'");
                    break;
                case "union":
                    CheckUnion(name, obj);
                    break;
                case "alternate":
                    CheckAlternate(obj["data"]!);
                    break;
                default:
                    CheckArguments(obj);
                    if (meta == "command")
                        CheckTypeNameOrArray(obj["returns"], "'returns'");
                    break;
            }
        }

        CheckCondition(obj["if"], meta);
        CheckFeatures(obj["features"]);
        CheckFlags(obj);
        return findings.Count == before;
    }

    private static string[] Required(string meta) => meta switch
    {
        "union" => ["union", "base", "discriminator", "data"],
        "command" or "event" => [meta],
        _ => [meta, "data"],
    };

    private static string[] Optional(string meta) => meta switch
    {
        "enum" => ["if", "features", "prefix"],
        "struct" => ["base", "if", "features"],
        "command" => ["data", "returns", "boxed", "if", "features", "gen", "success-response", "allow-oob", "allow-preconfig", "coroutine"],
        "event" => ["data", "boxed", "if", "features"],
        _ => ["if", "features"],
    };

    private void CheckName(string meta, string name) => Report(meta switch
    {
        "event" => QapiNames.CheckUpper(name, meta),
        "command" => QapiNames.CheckLower(name, meta, permitUnderscore: pragmas.CommandNameExceptions.Contains(name)),
        _ => QapiNames.CheckCamel(name, meta),
    });

    private void CheckDoc(SchemaExpression expression, string name, string meta)
    {
        // A comment without a name was reported already, where it stands.
        if (expression.Doc is not { } doc)
        {
            if (pragmas.DocRequired)
                Fail(CheckTexts.DocRequired);
            return;
        }

        if (doc.Symbol is not { } symbol)
            return;
        if (!string.Equals(symbol, name, StringComparison.Ordinal))
            Fail(CheckTexts.DocIsFor(symbol));
        if (doc.Section(DocSectionKind.Returns) is { } returns)
        {
            if (meta != "command")
                At(doc, returns, CheckTexts.ReturnsOnlyForCommands);
            else if (expression.Object["returns"] is null)
                At(doc, returns, CheckTexts.ReturnsWithoutReturns);
        }

        if (meta != "command" && doc.Section(DocSectionKind.Errors) is { } errors)
            At(doc, errors, CheckTexts.ErrorsOnlyForCommands);
    }

    private bool CheckKeys(QapiObject value, string source, string[] required, string[] optional)
    {
        List<string> missing = [.. required.Where(k => value[k] is null)];
        if (missing.Count > 0)
            Fail(CheckTexts.Misses(source, missing));
        List<string> unknown = [];
        foreach ((QapiString key, _) in value.Members)
        {
            if (Array.IndexOf(required, key.Value) < 0 && Array.IndexOf(optional, key.Value) < 0)
                unknown.Add(key.Value);
        }

        if (unknown.Count > 0)
            Fail(CheckTexts.Unknown(source, unknown, [.. required, .. optional]));
        return missing.Count == 0;
    }

    private void CheckFlags(QapiObject obj)
    {
        foreach ((string[] keys, bool only) in (ReadOnlySpan<(string[], bool)>)
            [(["gen", "success-response"], false), (["boxed", "allow-oob", "allow-preconfig", "coroutine"], true)])
        {
            foreach (string key in keys)
            {
                if (obj[key] is { } value && !(value is QapiBoolean flag && flag.Value == only))
                    Fail(only ? CheckTexts.OnlyTrue(key) : CheckTexts.OnlyFalse(key));
            }
        }

        if (obj["allow-oob"] is not null && obj["coroutine"] is not null)
            Fail(CheckTexts.OobAndCoroutine);
    }

    private void Report(string? message)
    {
        if (message is not null)
            Fail(message);
    }

    private void Fail(string message) =>
        findings.Add(new Finding(Rule, _expression.File, _expression.Line, 0, message) { Definition = _definition });

    private void At(DocComment doc, DocSection section, string message) =>
        findings.Add(new Finding(Errors.QapiDocumentation.Code, doc.File, section.Line, 0, message));
}
