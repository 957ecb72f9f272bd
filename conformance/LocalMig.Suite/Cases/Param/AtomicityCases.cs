using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Param;

/// <summary>A call applies all of its members or none (specification, section 2, bullet 4).</summary>
internal static class AtomicityCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        AppliesNothing("unknown-member", "LM-PARAM-10", ("localmig-no-such-parameter", true)),
        AppliesNothing("wrong-type", "LM-PARAM-11", ("downtime-limit", "soon")),
        AppliesNothing("out-of-range", "LM-PARAM-12", ("max-cpu-throttle", 100)),
    ];

    // The bad member stands first and last: an implementation that stops in the middle shows in one of them.
    private static ShortCase AppliesNothing(string fault, string requirement, (string Name, JsonValue Value) bad) =>
        new($"PARAM/atomic-{fault}", $"good members beside one that is bad ({fault.Replace('-', ' ')})", [requirement], c =>
        {
            CaseVm vm = c.AnyVm();
            (string, JsonValue)[] good = [("local", true), ("announce-rounds", 7), ("multifd-channels", 3)];
            JsonValue before = vm.Parameters();
            foreach ((string, JsonValue)[] update in new[] { [bad, .. good], (IEnumerable<(string, JsonValue)>)[.. good, bad] }.Select(u => u.ToArray()))
            {
                QmpReply reply = vm.Execute("migrate-set-parameters", update);
                c.Expect(requirement, "the reply to the update", reply.Error is not null, "an error", Replies.Show(reply));
                JsonValue after = vm.Parameters();
                c.Expect(requirement, "the parameters after it", after.Equals(before), Replies.Show(before), Replies.Show(after));
            }
        })
        {
            Abilities = ParamCase.Setting,
        };
}
