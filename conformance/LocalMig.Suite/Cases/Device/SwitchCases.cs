using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Cases.Device;

/// <summary>Where the profile has its switch (specification, section 1, table).</summary>
internal static class SwitchCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        Property("LM-DEVICE-03", Profile.Proposal),
        Property("LM-DEVICE-04", Profile.V16),
        new ShortCase("DEVICE/switch-off-by-default", "a device whose switch nobody sets, on a source with 'local' true", ["LM-DEVICE-37"], OffByDefault)
        {
            Abilities = TargetAbilities.Vms | TargetAbilities.SocketBackends | TargetAbilities.Descriptors,
        },
        new ShortCase("DEVICE/switch-of-netdev", "the switch in the schema of netdev_add", ["LM-DEVICE-05"], Option) { In = [Profile.Upstream] },
    ];

    private static void OffByDefault(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = MigrationPair.Start(c, new PairOptions());
        pair.Source.GetFd("unset", backend.Given);
        pair.Source.Do("device_add", ("driver", "localmig-socket"), ("id", backend.Id), ("fd", "unset"));
        backend.OpenOwn(pair.Destination, permitted: false);
        pair.Migrate();
        c.ExpectEqual("LM-DEVICE-37", "descriptors in the stream", 0, pair.Tap!.Stream.Descriptors.Count);
    }

    private static ShortCase Property(string requirement, Profile profile)
    {
        string name = CaseBackend.SwitchOf(profile);
        return new ShortCase($"DEVICE/switch-{name}", $"the property '{name}' in the list of properties", [requirement], c =>
        {
            JsonValue properties = c.StartSource().Do("device-list-properties", ("typename", "virtio-net-pci"));
            JsonValue? found = (properties.Kind == JsonKind.Array ? properties.Items : []).FirstOrDefault(p => Equals(p["name"], (JsonValue)name));
            string actual = found is null ? "no such property" : found["type"] is { Kind: JsonKind.String } type ? type.AsString : "no type";
            c.Expect(requirement, $"property '{name}' of virtio-net-pci", actual is "bool" or "boolean", "bool", actual);
        })
        { In = [profile] };
    }

    private static void Option(CaseContext c)
    {
        string name = CaseBackend.SwitchOf(Profile.Upstream);
        JsonValue answer = c.StartSource().Do("query-qmp-schema");
        if (!Introspection.Read(answer).TryGet(out Schema? schema, out ParseError? error))
        {
            c.Expect("LM-DEVICE-05", "the answer of query-qmp-schema", false, "a schema", error.ToString());
            return;
        }

        SchemaMember? member = schema.Command("netdev_add")?.Arguments.VariantFor("tap")?.Member(name);
        string actual = member is null ? "no such option" : $"{(member.Optional ? "optional" : "mandatory")} {member.Type.Name}";
        c.Expect("LM-DEVICE-05", $"option '{name}' of netdev_add type=tap", actual == "optional bool", "optional bool", actual);
    }
}
