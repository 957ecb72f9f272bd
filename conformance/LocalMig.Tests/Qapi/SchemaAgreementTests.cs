using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Wire;

namespace LocalMig.Tests.Qapi;

/// <summary>Compares our schema with what a released QEMU tells of its own, command by command.</summary>
public class SchemaAgreementTests
{
    // What we have less of, or more, and why. Everything else agrees member by member.
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["migrate-set-parameters.local"] = "ours: the parameter itself",
        ["query-migrate-parameters.local"] = "ours: the parameter itself",
        ["netdev_add.tap.incoming-fds"] = "ours: how the destination's backend is told to wait",
    };

    public static TheoryData<string, string> SharedCommands()
    {
        TheoryData<string, string> shared = [];
        foreach (string version in (string[])["11.1.3", "7.2.22"])
        {
            Schema theirs = IntrospectionTests.RecordedSchema(version);
            foreach (SchemaCommand command in Ours(version).Commands)
            {
                Assert.NotNull(theirs.Command(command.Name));
                shared.Add(version, command.Name);
            }
        }

        return shared;
    }

    [Theory]
    [MemberData(nameof(SharedCommands))]
    public void Arguments_agree_with_a_released_QEMU(string version, string command)
    {
        Schema theirs = IntrospectionTests.RecordedSchema(version);
        (SchemaCommand mine, SchemaCommand released) = (Ours(version).Command(command)!, theirs.Command(command)!);
        List<string> differences = [];
        if (command == "netdev_add")
        {
            // We have fewer kinds of backend; each of ours has what theirs has.
            foreach (SchemaVariant variant in mine.Arguments.Variants)
                Compare($"{command}.{variant.Case}", variant.Type, released.Arguments.VariantFor(variant.Case)!, differences, []);
        }
        else
        {
            Compare(command, mine.Arguments, released.Arguments, differences, []);
        }

        if (mine.AllowOob != released.AllowOob)
            differences.Add($"{command}: allow-oob");
        Assert.DoesNotContain(differences, static d => !Known.ContainsKey(d));
    }

    [Theory]
    [InlineData("11.1.3")]
    [InlineData("7.2.22")]
    public void Parameters_and_capabilities_returned_agree_with_a_released_QEMU(string version)
    {
        Schema theirs = IntrospectionTests.RecordedSchema(version);
        List<string> differences = [];
        foreach (string command in (string[])["query-migrate-capabilities", "query-status", "query-version", "query-commands", "query-qmp-schema"])
            Compare(command, Ours(version).Command(command)!.Returns!, theirs.Command(command)!.Returns!, differences, []);

        // 7.2 has a second type for what is returned, with plain strings for the alternate.
        if (version == "11.1.3")
            Compare("query-migrate-parameters", Ours(version).Command("query-migrate-parameters")!.Returns!, theirs.Command("query-migrate-parameters")!.Returns!, differences, []);
        Assert.DoesNotContain(differences, static d => !Known.ContainsKey(d));
    }

    [Fact]
    public void Only_local_was_added_to_the_parameters()
    {
        Schema theirs = IntrospectionTests.RecordedSchema("11.1.3");
        List<string> differences = [];
        Compare("migrate-set-parameters", Ours("11.1.3").Command("migrate-set-parameters")!.Arguments, theirs.Command("migrate-set-parameters")!.Arguments, differences, []);
        Assert.Equal(["migrate-set-parameters.local"], differences);
    }

    [Theory]
    [InlineData("11.1.3")]
    [InlineData("7.2.22")]
    public void Events_agree_with_a_released_QEMU(string version)
    {
        Schema theirs = IntrospectionTests.RecordedSchema(version);
        List<string> differences = [];
        Assert.All(Ours(version).Events, e => Compare(e.Name, e.Data, theirs.Event(e.Name)!.Data, differences, []));
        Assert.Empty(differences);
    }

    [Theory]
    [InlineData(Profile.Proposal, true, false)]
    [InlineData(Profile.V16, true, false)]
    [InlineData(Profile.Upstream, false, true)]
    public void The_switches_of_the_backend_are_those_of_the_profile(Profile profile, bool incomingFds, bool permit)
    {
        ObjectType tap = ProfileSchema.For(profile, QemuGeneration.Qemu11).Object("NetdevTapOptions");
        Assert.Equal((incomingFds, permit), (tap.Member("incoming-fds") is not null, tap.Member("x-permit-local-migration") is not null));
        if (permit)
            Assert.Equal(["unstable"], tap.Member("x-permit-local-migration")!.Features);
    }

    private static Schema Ours(string version) =>
        ProfileSchema.For(Profile.Proposal, version == "11.1.3" ? QemuGeneration.Qemu11 : QemuGeneration.Qemu7);

    private static void Compare(string path, SchemaType mine, SchemaType theirs, List<string> differences, HashSet<(string, string)> seen)
    {
        if (!seen.Add((mine.Name, theirs.Name)) && mine is not BuiltinType)
            return;
        switch (mine, theirs)
        {
            case (BuiltinType a, BuiltinType b) when a.WireName == b.WireName:
                return;
            case (ArrayType a, ArrayType b):
                Compare(path + "[]", a.Element, b.Element, differences, seen);
                return;
            case (EnumType a, EnumType b) when a.Values.Select(Shown).SequenceEqual(b.Values.Select(Shown), StringComparer.Ordinal):
                return;
            case (AlternateType a, AlternateType b) when a.Branches.Count == b.Branches.Count:
                for (int i = 0; i < a.Branches.Count; i++)
                    Compare($"{path}|{i}", a.Branches[i].Type, b.Branches[i].Type, differences, seen);
                return;
            case (ObjectType a, ObjectType b):
                CompareObjects(path, a, b, differences, seen);
                return;
            default:
                differences.Add(path);
                return;
        }
    }

    private static void CompareObjects(string path, ObjectType mine, ObjectType theirs, List<string> differences, HashSet<(string, string)> seen)
    {
        string[] names = [.. mine.Members.Select(static m => m.Name)];
        string[] theirNames = [.. theirs.Members.Select(static m => m.Name)];
        differences.AddRange(names.Except(theirNames, StringComparer.Ordinal).Concat(theirNames.Except(names, StringComparer.Ordinal)).Select(n => $"{path}.{n}"));

        // The order decides which of several errors is told.
        if (!names.Intersect(theirNames, StringComparer.Ordinal).SequenceEqual(theirNames.Intersect(names, StringComparer.Ordinal), StringComparer.Ordinal))
            differences.Add($"{path}: order");
        foreach (SchemaMember member in mine.Members)
        {
            if (theirs.Member(member.Name) is not { } other)
                continue;
            if (member.Optional != other.Optional || !member.Features.SequenceEqual(other.Features, StringComparer.Ordinal))
                differences.Add($"{path}.{member.Name}: optional or features");
            Compare($"{path}.{member.Name}", member.Type, other.Type, differences, seen);
        }

        if (mine.Tag != theirs.Tag)
            differences.Add($"{path}: tag");
        foreach (SchemaVariant variant in theirs.Variants)
            Compare($"{path}<{variant.Case}>", mine.VariantFor(variant.Case) ?? ObjectType.Empty, variant.Type, differences, seen);
    }

    private static string Shown(EnumValue value) => $"{value.Name} {string.Join(',', value.Features)}";
}
