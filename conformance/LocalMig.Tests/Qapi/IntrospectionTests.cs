using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Tests.Parameters;
using LocalMig.Wire;

namespace LocalMig.Tests.Qapi;

public class IntrospectionTests
{
    [Theory]
    [InlineData("11.1.3", 242, 57, 657, 156, 7)]
    [InlineData("7.2.22", 216, 52, 553, 132, 6)]
    public void What_a_real_QEMU_told_is_read_whole(
        string version, int commands, int events, int objects, int enums, int alternates)
    {
        Schema schema = Introspection.Read(Recorded(version)).Value;
        Assert.Equal(
            (commands, events, objects, enums, alternates),
            (schema.Commands.Count, schema.Events.Count, schema.Types.OfType<ObjectType>().Count(),
                schema.Types.OfType<EnumType>().Count(), schema.Types.OfType<AlternateType>().Count()));
    }

    // The numbers differ: QEMU also numbers and tells types that only parts left out of the build refer to.
    [Theory]
    [InlineData("11.1.3", 5)]
    [InlineData("7.2.22", 2)]
    public void What_a_real_QEMU_told_is_written_back_the_same_but_for_the_numbers(string version, int unused)
    {
        JsonValue recorded = Recorded(version);
        JsonValue written = Introspection.Write(Introspection.Read(recorded).Value);
        Assert.Equal(recorded.Items.Count - unused, written.Items.Count);
        Dictionary<string, JsonValue> theirs = ByName(recorded);
        Dictionary<string, JsonValue> ours = ByName(written);
        Dictionary<string, string> numbers = new(StringComparer.Ordinal);
        foreach (JsonValue entity in recorded.Items.Where(static e => e["meta-type"]!.AsString is "command" or "event"))
            AssertSame(entity, ours[entity["name"]!.AsString], theirs, ours, numbers);
        Assert.Equal(written.Items.Count, numbers.Count + recorded.Items.Count(static e => e["meta-type"]!.AsString is "command" or "event"));
        Assert.Equal(numbers.Count, numbers.Values.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(Profile.Proposal, QemuGeneration.Qemu11)]
    [InlineData(Profile.V16, QemuGeneration.Qemu11)]
    [InlineData(Profile.Upstream, QemuGeneration.Qemu11)]
    [InlineData(Profile.Proposal, QemuGeneration.Qemu7)]
    public void Our_own_schema_is_written_read_and_written_again_the_same(Profile profile, QemuGeneration generation)
    {
        JsonValue written = Introspection.Write(ProfileSchema.For(profile, generation));
        Assert.Equal(written, Introspection.Write(Introspection.Read(written).Value));
    }

    [Fact]
    public void Types_go_by_numbers_and_builtins_by_name()
    {
        JsonValue written = Introspection.Write(ProfileSchema.For(Profile.Proposal, QemuGeneration.Qemu11));
        foreach (JsonValue entity in written.Items)
        {
            string name = entity["name"]!.AsString;
            switch (entity["meta-type"]!.AsString)
            {
                case "object" or "enum" or "alternate":
                    Assert.Matches("^[0-9]+$", name);
                    break;
                case "array":
                    Assert.Equal($"[{entity["element-type"]!.AsString}]", name);
                    break;
                case "builtin":
                    Assert.True(name is "str" or "int" or "bool" or "number" or "null" or "any", name);
                    break;
            }
        }

        Assert.Equal(written.Items.Count, written.Items.Select(static e => e["name"]!.AsString).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""[{"name": "a"}]""", "/0/meta-type")]
    [InlineData("""[{"name": "a", "meta-type": "thing"}]""", "/0/meta-type")]
    [InlineData("""[{"name": "a", "meta-type": "command", "arg-type": "0", "ret-type": "0"}]""", "/0/arg-type")]
    [InlineData("""[{"name": "0", "meta-type": "object", "members": []}, {"name": "0", "meta-type": "object", "members": []}]""", "/1/name")]
    [InlineData("""[{"name": "0", "meta-type": "event", "arg-type": "1"}, {"name": "1", "meta-type": "object", "members": []}]""", "/0/name")]
    [InlineData("""[{"name": "int8", "meta-type": "builtin", "json-type": "int"}, {"name": "0", "meta-type": "object", "members": [{"name": "x", "type": "int8"}]}]""", "/1/members/0/type")]
    [InlineData("""[{"name": "0", "meta-type": "object", "members": [{"name": "x", "type": "9"}]}]""", "/0/members/0/type")]
    [InlineData("""[{"name": "0", "meta-type": "object", "members": [{"type": "0"}]}]""", "/0/members/0/name")]
    [InlineData("""[{"name": "0", "meta-type": "object", "members": {}}]""", "/0/members")]
    [InlineData("""[{"name": "[0]", "meta-type": "array", "element-type": "[0]"}, {"name": "0", "meta-type": "alternate", "members": [{"type": "[0]"}]}]""", "/0/element-type")]
    [InlineData("""[{"name": "0", "meta-type": "enum", "values": [1]}]""", "/0/values/0")]
    [InlineData("""[{"name": "0", "meta-type": "object", "members": [], "tag": "t", "variants": [{"case": "c", "type": "0"}]}]""", "/0/variants")]
    public void What_is_not_of_the_form_is_an_error_at_its_place(string answer, string path)
    {
        ParseError error = Introspection.Read(Fixture.Json(answer)).Error!;
        Assert.Equal((Errors.QapiIntrospection, path), (error.Rule, error.Path));
    }

    private static Dictionary<string, JsonValue> ByName(JsonValue answer) =>
        answer.Items.ToDictionary(static e => e["name"]!.AsString, StringComparer.Ordinal);

    // Equal, where a reference to a type is equal if the types are.
    private static void AssertSame(
        JsonValue theirs, JsonValue ours, Dictionary<string, JsonValue> theirNames, Dictionary<string, JsonValue> ourNames, Dictionary<string, string> numbers)
    {
        Assert.Equal(theirs.Kind, ours.Kind);
        if (theirs.Kind == JsonKind.Array)
        {
            Assert.Equal(theirs.Items.Count, ours.Items.Count);
            for (int i = 0; i < theirs.Items.Count; i++)
                AssertSame(theirs.Items[i], ours.Items[i], theirNames, ourNames, numbers);
            return;
        }

        if (theirs.Kind != JsonKind.Object)
        {
            Assert.Equal(theirs, ours);
            return;
        }

        Assert.Equal(
            theirs.Members.Select(static m => m.Name).Order(StringComparer.Ordinal),
            ours.Members.Select(static m => m.Name).Order(StringComparer.Ordinal));
        bool isType = theirs["meta-type"] is { } meta && meta.AsString is not ("command" or "event");
        foreach ((string name, JsonValue value) in theirs.Members)
        {
            if (name is not ("arg-type" or "ret-type" or "element-type" or "type"))
            {
                if (name != "name" || !isType)
                    AssertSame(value, ours[name]!, theirNames, ourNames, numbers);
                continue;
            }

            (string from, string to) = (value.AsString, ours[name]!.AsString);
            if (numbers.TryAdd(from, to))
                AssertSame(theirNames[from], ourNames[to], theirNames, ourNames, numbers);
            Assert.Equal(to, numbers[from]);
        }
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Schema> Schemas = new(StringComparer.Ordinal);

    /// <summary>The schema a released QEMU told, read once.</summary>
    internal static Schema RecordedSchema(string version) =>
        Schemas.GetOrAdd(version, static v => Introspection.Read(Recorded(v)).Value);

    internal static JsonValue Recorded(string version)
    {
        JsonValue answer = Fixture.Json(Fixture.Text($"schemas/query-qmp-schema-{version}.json"));
        return answer["return"] ?? answer;
    }
}
