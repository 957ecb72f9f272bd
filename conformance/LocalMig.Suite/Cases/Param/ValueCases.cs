using LocalMig.Json;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Param;

/// <summary>The parameter's default, what it accepts, and what a query shows.</summary>
internal static class ValueCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new ShortCase("PARAM/default-is-false", "what a query shows before anything was set, on both sides", ["LM-PARAM-04"], Default),
        new ShortCase("PARAM/always-listed", "'local' in the answer before it was set, after it was set, and after another one was", ["LM-PARAM-05"], AlwaysListed) { Abilities = ParamCase.Setting },
        new ShortCase("PARAM/set-and-queried", "true and false, set several times and queried after each", ["LM-PARAM-06", "LM-PARAM-07"], SetAndQueried) { Abilities = ParamCase.Setting },
    ];

    private static void Default(CaseContext c)
    {
        foreach (CaseVm vm in new[] { c.StartSource(), c.StartDestination() })
            c.ExpectEqual("LM-PARAM-04", $"'local' on {vm.Name} before it was set", "false", Replies.Show(vm.Parameters()["local"]));
    }

    private static void AlwaysListed(CaseContext c)
    {
        CaseVm vm = c.AnyVm();
        Judge("before anything was set");
        vm.SetLocal(true);
        Judge("after it was set");
        vm.Do("migrate-set-parameters", ("downtime-limit", 400));
        Judge("after another parameter was set");

        void Judge(string when) =>
            c.Expect("LM-PARAM-05", $"query-migrate-parameters {when}", vm.Parameters()["local"] is { Kind: JsonKind.Boolean }, "a boolean 'local'", Replies.Show(vm.Parameters()["local"]));
    }

    private static void SetAndQueried(CaseContext c)
    {
        CaseVm vm = c.AnyVm();
        foreach (bool value in new[] { true, true, false, true, false, false })
        {
            c.ExpectEqual("LM-PARAM-06", $"the reply to 'local' {Replies.Show(value)}", "{}", Replies.Show(vm.Execute("migrate-set-parameters", ("local", value))));
            c.ExpectEqual("LM-PARAM-07", $"'local' after it was set to {Replies.Show(value)}", Replies.Show(value), Replies.Show(vm.Parameters()["local"]));
        }
    }
}
