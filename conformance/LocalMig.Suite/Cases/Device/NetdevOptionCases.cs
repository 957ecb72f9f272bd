using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Device;

/// <summary>What a destination's tap netdev accepts and refuses while it would wait for its descriptors (specification, section 4,
/// bullets 7 and 8; section 7). No TAP is opened, so no permission is needed.</summary>
internal static class NetdevOptionCases
{
    private const string Permit = "x-permit-local-migration";
    private const string Wait = "incoming-fds";

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        Upstream("waits-without-a-tap", "a tap netdev that waits opens no TAP", "LM-DEVICE-20", (c, dst) =>
        {
            QmpReply reply = Add(dst, "n0", Permit, Scripts(""));
            c.Require("LM-DEVICE-20", "netdev_add with 'local' set and the switch on", reply.Error is null, "success", Word(reply));
            string[] taps = [.. dst.Descriptors().Select(d => d.Description).Where(d => d.StartsWith("/dev/net/tun", StringComparison.Ordinal))];
            c.Expect("LM-DEVICE-20", "TAPs of the destination", taps.Length == 0, "none", taps.Length == 0 ? "none" : string.Join(", ", taps));
        }),
        Refuses("LM-DEVICE-21", "fd", ("fd", "5")),
        Refuses("LM-DEVICE-21", "fds", ("fds", "5:6")),
        Refuses("LM-DEVICE-22", "helper", ("helper", "/bin/true")),
        Refuses("LM-DEVICE-22", "br", ("br", "br0")),
        Refuses("LM-DEVICE-23", "ifname", ("ifname", "tapX")),
        Refuses("LM-DEVICE-23", "sndbuf", ("sndbuf", 0L)),
        Refuses("LM-DEVICE-23", "vnet-hdr", ("vnet_hdr", true)),
        WantsScripts("none"),
        WantsScripts("script-only", ("script", "")),
        WantsScripts("downscript-only", ("downscript", "")),
        WantsScripts("real-script", ("script", "/etc/qemu-ifup"), ("downscript", "")),
        Upstream("accepts-script-no", "script=no and downscript=no instead of empty ones", "LM-DEVICE-25", (c, dst) =>
        {
            QmpReply reply = Add(dst, "n0", Permit, Scripts("no"));
            c.Expect("LM-DEVICE-25", "netdev_add with script=no and downscript=no", reply.Error is null, "success", Word(reply));
        }),
        Upstream("one-text-for-all", "the text of every refusal", "LM-DEVICE-26", OneText),
        Accepts("queues", ("queues", 4L)),
        Accepts("vhost-off", ("vhost", false)),
        Accepts("poll-us", ("poll-us", 50L)),
        new ShortCase("DEVICE/netdev-incoming-fds", "a tap netdev with incoming-fds=on opens no TAP", ["LM-DEVICE-31"], c =>
        {
            CaseVm dst = Destination(c);
            QmpReply reply = Add(dst, "n0", Wait);
            c.Require("LM-DEVICE-31", "netdev_add with incoming-fds=on", reply.Error is null, "success", Word(reply));
            c.Expect("LM-DEVICE-31", "TAPs of the destination", !HasTap(dst), "none", HasTap(dst) ? "one" : "none");
        }) { In = [Profile.V16] },
        IncomingFdsRefuses("ifname", ("ifname", "tapX")),
        IncomingFdsRefuses("vnet-hdr", ("vnet_hdr", true)),
    ];

    private static ShortCase Upstream(string id, string title, string requirement, Action<CaseContext, CaseVm> run) =>
        new("DEVICE/netdev-" + id, title, [requirement], c => run(c, Destination(c))) { In = [Profile.Upstream] };

    private static ShortCase Refuses(string requirement, string option, params (string Name, JsonValue Value)[] options) =>
        Upstream("refuses-" + option, $"a tap netdev that would wait, with {option}", requirement, (c, dst) =>
        {
            QmpReply reply = Add(dst, "n0", Permit, [.. Scripts(""), .. options]);
            c.Expect(requirement, $"netdev_add with {option}", reply.Error is not null, "an error", Word(reply));
            // The refusal leaves nothing behind: the id is free.
            QmpReply again = Add(dst, "n0", Permit, Scripts(""));
            c.Expect(requirement, "netdev_add of the same id afterwards", again.Error is null, "success", Word(again));
        });

    private static ShortCase WantsScripts(string id, params (string Name, JsonValue Value)[] options) =>
        Upstream("wants-empty-scripts-" + id, $"a tap netdev that would wait, scripts given: {id}", "LM-DEVICE-24", (c, dst) =>
        {
            QmpReply reply = Add(dst, "n0", Permit, options);
            c.Expect("LM-DEVICE-24", "netdev_add", reply.Error is not null, "an error", Word(reply));
        });

    private static ShortCase Accepts(string id, params (string Name, JsonValue Value)[] options) =>
        Upstream("accepts-" + id, $"a tap netdev that waits, with {id}", "LM-DEVICE-27", (c, dst) =>
        {
            QmpReply reply = Add(dst, "n0", Permit, [.. Scripts(""), .. options]);
            c.Expect("LM-DEVICE-27", $"netdev_add with {id}", reply.Error is null, "success", Word(reply));
        });

    private static ShortCase IncomingFdsRefuses(string id, params (string Name, JsonValue Value)[] options) => new(
        "DEVICE/netdev-incoming-fds-refuses-" + id,
        $"a tap netdev with incoming-fds=on and {id}",
        ["LM-DEVICE-32"],
        c =>
        {
            QmpReply reply = Add(Destination(c), "n0", Wait, options);
            c.Expect("LM-DEVICE-32", $"netdev_add with incoming-fds=on and {id}", reply.Error is not null, "an error", Word(reply));
        })
    { In = [Profile.V16] };

    private static void OneText(CaseContext c, CaseVm dst)
    {
        (string Name, JsonValue Value)[][] wrong =
            [[], [("fd", "5")], [("helper", "/bin/true")], [("br", "br0")], [("ifname", "tapX")], [("sndbuf", 0L)], [("vnet_hdr", true)]];
        string[] texts = [.. wrong.Select((options, i) => Word(Add(dst, $"n{i}", Permit, options.Length == 0 ? [] : [.. Scripts(""), .. options])))];
        foreach (string text in texts.Skip(1))
            c.ExpectEqual("LM-DEVICE-26", "the text of the refusal", texts[0], text);
        foreach (string name in new[] { "@local", "@" + Permit, "fd=", "fds=", "helper=", "br=", "ifname=", "sndbuf=", "vnet_hdr=", "script=", "downscript=" })
            c.Expect("LM-DEVICE-26", $"{name} in the text of the refusal", texts[0].Contains(name, StringComparison.Ordinal), "named", texts[0]);
    }

    private static CaseVm Destination(CaseContext c)
    {
        CaseVm dst = c.StartDestination();
        dst.SetLocal(true);
        return dst;
    }

    private static QmpReply Add(CaseVm dst, string id, string waits, params (string Name, JsonValue Value)[] options) =>
        dst.Execute("netdev_add", [("type", "tap"), ("id", id), (waits, true), .. options]);

    private static (string Name, JsonValue Value)[] Scripts(string text) => [("script", text), ("downscript", text)];

    private static bool HasTap(CaseVm vm) => vm.Descriptors().Any(d => d.Description.StartsWith("/dev/net/tun", StringComparison.Ordinal));

    private static string Word(QmpReply reply) => reply.Error?.Desc ?? "success";
}
