using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Devices;

/// <summary>Makes tap netdevs from the arguments of netdev_add, with the rules of each form (specification, sections 4 and 7).</summary>
internal static class TapNetdevOptions
{
    private const string Wait = "incoming-fds";

    // Everything that describes a TAP which is open, or how to open one.
    private static readonly string[] Opening = ["fd", "fds", "helper", "br", "ifname", "sndbuf", "vnet_hdr"];
    private static readonly string[] Scripts = ["script", "downscript"];
    private static readonly string[] NotWithFd = ["ifname", "script", "downscript", "vnet_hdr"];

    /// <summary>Makes a netdev.</summary>
    /// <param name="site">Where it is put.</param>
    /// <param name="options">The arguments, checked against the schema.</param>
    /// <returns>The netdev, or the error QEMU gives.</returns>
    public static Result<TapNetdev, QmpError> Make(DeviceSite site, JsonValue options)
    {
        string id = options["id"]!.AsString;
        ulong queues = options["queues"]?.AsUInt64 ?? 1;
        bool permitted = DeviceSwitch.NetdevOption(site.Profile) is { } name && Flag(options, name);
        if (options["vhost"] is { AsBoolean: true } || options["vhostforce"] is { AsBoolean: true } || Any(options, ["vhostfd", "vhostfds"]))
            return QmpError.Generic(MachineTexts.NoVhost);
        if (queues == 0)
            return QmpError.Generic(MachineTexts.NoQueues);
        if (queues > TapBackend.MaximumQueues)
            return QmpError.Generic(MachineTexts.PropertyRange("tap", "queues", $"a value up to {TapBackend.MaximumQueues}"));
        bool waits = site.Profile == Profile.Upstream
            ? site.Incoming && site.Local && permitted
            : Flag(options, Wait);
        if (waits)
            return Waiting(site, options, id, (int)queues, permitted);
        return Any(options, ["fd", "fds"]) ? Given(site, options, id, permitted) : Opened(site, options, id, (int)queues, permitted);
    }

    private static Result<TapNetdev, QmpError> Waiting(DeviceSite site, JsonValue options, string id, int queues, bool permitted)
    {
        if (site.Profile == Profile.Upstream)
        {
            return Any(options, Opening) || !Array.TrueForAll(Scripts, s => options[s] is { } script && IsNone(script.AsString))
                ? QmpError.Generic(MachineTexts.TapIncomingOptions)
                : new TapNetdev(id, queues, permitted, null);
        }

        if (!site.Incoming)
            return QmpError.Generic(MachineTexts.IncomingFdsWithoutIncoming);
        return Any(options, Opening) || HasScript(options)
            ? QmpError.Generic(MachineTexts.IncomingFdsOptions)
            : new TapNetdev(id, queues, permitted, null);
    }

    private static Result<TapNetdev, QmpError> Opened(DeviceSite site, JsonValue options, string id, int queues, bool permitted)
    {
        if (HasScript(options) || Any(options, ["helper", "br"]))
            return QmpError.Generic(MachineTexts.NoScripts);
        TapOptions wanted = new(options["ifname"]?.AsString ?? "tap%d", queues, options["vnet_hdr"]?.AsBoolean ?? true);
        return site.InNetwork(() => TapBackend.Open(wanted)).TryGet(out TapBackend? backend, out ParseError? error)
            ? new TapNetdev(id, queues, permitted, backend)
            : QmpError.Generic(error.QemuText ?? error.Detail);
    }

    private static Result<TapNetdev, QmpError> Given(DeviceSite site, JsonValue options, string id, bool permitted)
    {
        if (Any(options, NotWithFd))
            return QmpError.Generic(MachineTexts.TapOptionsWithFd);
        string[] names = (options["fd"] ?? options["fds"])!.AsString.Split(':');
        List<OwnedFd> descriptors = [];
        foreach (string name in names)
        {
            if (site.TakeDescriptor(name) is { } descriptor)
            {
                descriptors.Add(descriptor);
                continue;
            }

            descriptors.ForEach(static d => d.Dispose());
            return QmpError.Generic(MachineTexts.FdNotFound(name));
        }

        return TapBackend.Adopt(descriptors, []).TryGet(out TapBackend? backend, out ParseError? error)
            ? new TapNetdev(id, descriptors.Count, permitted, backend)
            : QmpError.Generic(error.QemuText ?? error.Detail);
    }

    private static bool Flag(JsonValue options, string name) => options[name] is { AsBoolean: true };

    private static bool Any(JsonValue options, IEnumerable<string> names) => names.Any(n => options[n] is not null);

    private static bool HasScript(JsonValue options) => Array.Exists(Scripts, s => options[s] is { } script && !IsNone(script.AsString));

    private static bool IsNone(string script) => script is "" or "no";
}
