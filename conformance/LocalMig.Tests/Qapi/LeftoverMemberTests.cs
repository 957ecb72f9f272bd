using LocalMig.Json;
using LocalMig.Qapi;

namespace LocalMig.Tests.Qapi;

public class LeftoverMemberTests
{
    [Fact]
    public void Of_two_unknown_members_the_one_that_was_recorded_is_named()
    {
        JsonValue value = JsonValue.Object(("bogus", 1), ("bogus2", 2));
        Assert.Equal("Parameter 'bogus2' is unexpected", ArgumentChecker.Check(ObjectType.Empty, value)!.Desc);
    }

    [Theory]
    [InlineData("""{"a\u0000": 1, "a": 2, "b\u0000c": 3}""", "b\0c")]
    [InlineData("""{"\u0000": 1, "x": 2}""", "\0")]
    [InlineData("""{"typename": "device", "\u0000a": 1, "q": 2, "z\u0000z": 3}""", "\0a")]
    public void Of_names_with_a_zero_byte_the_one_that_both_versions_of_QEMU_name_is_named(string value, string named) =>
        Assert.Equal(named, LeftoverMember.First(JsonText.Parse(value).Value.Members, ObjectType.Empty));

    [Fact]
    public void Which_one_is_named_does_not_depend_on_the_order_given()
    {
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"member{i}")];
        string? first = LeftoverMember.First(JsonValue.Object(names.Select(n => (n, JsonValue.Null))).Members, ObjectType.Empty);
        string? reversed = LeftoverMember.First(JsonValue.Object(names.Reverse().Select(n => (n, JsonValue.Null))).Members, ObjectType.Empty);
        Assert.NotNull(first);
        Assert.Equal(first, reversed);
    }

    [Fact]
    public void A_large_object_with_one_unknown_member_names_it()
    {
        SchemaMember[] known = [.. Enumerable.Range(0, 100).Select(i => new SchemaMember($"m{i}", BuiltinType.Int, true, []))];
        ObjectType type = new("T", known);
        JsonValue value = JsonValue.Object([.. known.Select(k => (k.Name, (JsonValue)1)), ("extra", 1), ("more", 2)]);
        Assert.True(LeftoverMember.First(value.Members, type) is "extra" or "more");
    }
}
