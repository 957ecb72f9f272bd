using LocalMig.Qapi;
using LocalMig.Qapi.Definitions;
using LocalMig.Qmp;
using LocalMig.Suite.Targets;
using LocalMig.Wire;

namespace LocalMig.Suite.Cases.Param;

/// <summary>What introspection tells of the parameter, and what happens to a parameter that nobody has.</summary>
internal static class SchemaCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new ShortCase("PARAM/argument-in-schema", "'local' in the arguments of migrate-set-parameters", ["LM-PARAM-01"], c =>
            JudgeMember(c, "LM-PARAM-01", "the arguments of migrate-set-parameters", Read(c, "LM-PARAM-01")?.Command("migrate-set-parameters")?.Arguments)) { Abilities = ParamCase.Asking },
        new ShortCase("PARAM/answer-in-schema", "'local' in the type that query-migrate-parameters returns", ["LM-PARAM-02"], c =>
            JudgeMember(c, "LM-PARAM-02", "the answer of query-migrate-parameters", Read(c, "LM-PARAM-02")?.Command("query-migrate-parameters")?.Returns as ObjectType)) { Abilities = ParamCase.Asking },
        new ShortCase("PARAM/value-of-enum", "'local' in the enum MigrationParameter", ["LM-PARAM-03"], ValueOfEnum) { Abilities = TargetAbilities.SchemaText },
        new ShortCase("PARAM/argument-defined", "'local' among the arguments that a schema defines for migrate-set-parameters", ["LM-PARAM-01"], c =>
            Defined(c, "LM-PARAM-01", "migrate-set-parameters", answer: false)) { Abilities = TargetAbilities.Definitions },
        new ShortCase("PARAM/answer-defined", "'local' in what a schema lets query-migrate-parameters return", ["LM-PARAM-02"], c =>
            Defined(c, "LM-PARAM-02", "query-migrate-parameters", answer: true)) { Abilities = TargetAbilities.Definitions },
        new ShortCase("PARAM/unknown-parameter", "a parameter that no implementation has", ["LM-PARAM-22"], Unknown) { Abilities = ParamCase.Asking, Feature = false },
    ];

    private static Schema? Read(CaseContext c, string requirement)
    {
        if (Introspection.Read(c.AnyVm().Do("query-qmp-schema")).TryGet(out Schema? schema, out ParseError? error))
            return schema;
        c.Expect(requirement, "the answer of query-qmp-schema", false, "a schema", error.ToString());
        return null;
    }

    private static void JudgeMember(CaseContext c, string requirement, string what, ObjectType? type)
    {
        SchemaMember? local = type?.Member("local");
        string actual = local is null ? "no such member" : $"{(local.Optional ? "optional" : "mandatory")} {local.Type.Name}";
        c.ExpectEqual(requirement, $"member 'local' of {what}", "optional bool", actual);
    }

    private static void ValueOfEnum(CaseContext c)
    {
        if (((ISchemaTarget)c.Target).Schema(c.Profile).Find("MigrationParameter") is not DefinedEnum type)
        {
            c.Skip("the schema does not define enum MigrationParameter");
            return;
        }

        string[] values = [.. type.Values.Select(static v => v.Name)];
        c.Expect("LM-PARAM-03", "the values of enum MigrationParameter", values.Contains("local", StringComparer.Ordinal), "local among them", string.Join(", ", values), $"{type.Source!.File.Path}:{type.Source.Line}");
    }

    private static void Defined(CaseContext c, string requirement, string command, bool answer)
    {
        if (((SchemaTarget)c.Target).Local(command, answer) is not var (found, place))
        {
            c.Skip($"the schema does not define command {command}");
            return;
        }

        c.ExpectEqual(requirement, $"member 'local' of the {(answer ? "answer" : "arguments")} of {command}", "optional bool", found, place);
    }

    private static void Unknown(CaseContext c)
    {
        const string name = "localmig-no-such-parameter";
        QmpReply reply = c.AnyVm().Execute("migrate-set-parameters", (name, true));
        c.ExpectEqual("LM-PARAM-22", "the reply to an unknown parameter", $"GenericError: Parameter '{name}' is unexpected", Replies.Show(reply));
    }
}
