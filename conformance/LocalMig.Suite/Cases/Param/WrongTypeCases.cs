using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Param;

/// <summary>Values that are no booleans (specification, section 2, bullet 5).</summary>
internal static class WrongTypeCases
{
    private const string Refusal = "GenericError: Invalid parameter type for 'local', expected: boolean";

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        Refuses("number", "LM-PARAM-13", 0, 1, -1, JsonValue.From(0.5)),
        Refuses("string", "LM-PARAM-14", "true", "false", "on", "off", ""),
        Refuses("null", "LM-PARAM-15", JsonValue.Null),
        Refuses("array-or-object", "LM-PARAM-16", JsonValue.Array(), JsonValue.Array(true), JsonValue.EmptyObject, JsonValue.Object(("local", true))),
    ];

    private static ShortCase Refuses(string kind, string requirement, params JsonValue[] values) =>
        new($"PARAM/refuses-{kind}", $"'local' given as {kind.Replace('-', ' ')}", [requirement, "LM-PARAM-17"], c =>
        {
            CaseVm vm = c.AnyVm();
            foreach (bool before in new[] { false, true })
            {
                vm.SetLocal(before);
                foreach (JsonValue value in values)
                {
                    string shown = Replies.Show(value);
                    QmpReply reply = vm.Execute("migrate-set-parameters", ("local", value));
                    c.Expect(requirement, $"the reply to 'local' {shown}", reply.Error is not null, "an error", Replies.Show(reply));
                    c.ExpectEqual(requirement, $"'local' after {shown} was refused", Replies.Show(before), Replies.Show(vm.Parameters()["local"]));
                    c.ExpectEqual("LM-PARAM-17", $"the reply to 'local' {shown}", Refusal, Replies.Show(reply));
                }
            }
        })
        {
            Abilities = ParamCase.Setting,
        };
}
