using FsCheck;
using FsCheck.Fluent;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Wire;

namespace LocalMig.Tests.Parameters;

/// <summary>An update of parameters, mostly but not always a good one.</summary>
public sealed record ParameterUpdate(JsonValue Value)
{
    public override string ToString() => string.Join(", ", Value.Members.Select(static m => $"{m.Name}={m.Value.Kind}"));
}

/// <summary>Makes updates: most members exist, most values fit, so that both verdicts are met often.</summary>
public static class ParameterUpdates
{
    private static readonly ObjectType Type = ProfileSchema.For(Profile.Proposal, QemuGeneration.Qemu11).Object("MigrationParameters");

    public static Arbitrary<ParameterUpdate> Updates()
    {
        Gen<(string, JsonValue)> member = Gen.Frequency(
            (19, Gen.Elements(Type.Members.ToArray()).SelectMany(static m => Value(m.Type).Select(v => (m.Name, v)))),
            (1, Gen.Elements("bogus", "Local", "multifd_channels").Select(static n => (n, (JsonValue)1))));
        return Arb.From(Gen.Choose(0, 4).SelectMany(n => Gen.ListOf(member, n)).Select(static members =>
            new ParameterUpdate(JsonValue.Object(members.DistinctBy(static m => m.Item1)))));
    }

    private static Gen<JsonValue> Value(SchemaType type)
    {
        Gen<JsonValue> fitting = type switch
        {
            BuiltinType { JsonType: "boolean" } => Gen.Elements(JsonValue.True, JsonValue.False),
            BuiltinType { JsonType: "int" } => Gen.Frequency(
                (6, Gen.Choose(0, 120).Select(static v => (JsonValue)(long)v)),
                (2, Gen.Elements<JsonValue>(4096, 1 << 20, 1 << 26, 1 << 30)),
                (1, Gen.Elements<JsonValue>(-1, long.MaxValue, JsonValue.From(ulong.MaxValue)))),
            EnumType names => Gen.Elements(names.Values.Select(static v => (JsonValue)v.Name).ToArray()),
            AlternateType => Gen.Elements<JsonValue>("", "tls0", JsonValue.Null),
            ArrayType { Element: BuiltinType } => Gen.Elements<JsonValue>(JsonValue.Array(), JsonValue.Array("a", "b")),
            _ => Gen.Constant(JsonValue.Array()),
        };
        return Gen.Frequency(
            (30, fitting),
            (1, Gen.Elements<JsonValue>(JsonValue.Null, "x", JsonValue.From(1.5), JsonValue.EmptyObject, JsonValue.Array(1), true)));
    }
}
