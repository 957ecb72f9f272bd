using LocalMig.Qapi;
using LocalMig.Wire;

namespace LocalMig.Tests.Qapi;

public class SchemaBuilderTests
{
    [Fact]
    public void Conditions_decide_about_definitions_members_values_and_features()
    {
        const string Text = """
            { 'enum': 'E', 'data': [ 'a', { 'name': 'b', 'if': 'B' } ] }
            { 'struct': 'S', 'data': { 'x': 'E', 'y': { 'type': 'int', 'if': { 'not': 'B' } } },
              'features': [ { 'name': 'f', 'if': { 'all': [ 'B', 'C' ] } }, 'g' ] }
            { 'command': 'c', 'data': 'S', 'if': { 'any': [ 'B', 'D' ] } }
            """;
        Schema none = Build(Text);
        Schema both = Build(Text, "B", "C");
        Assert.Equal("x y", Names(none.Object("S")));
        Assert.Equal("x", Names(both.Object("S")));
        Assert.Equal((false, true), (((EnumType)none.Type("E")!).Contains("b"), ((EnumType)both.Type("E")!).Contains("b")));
        Assert.Equal(["g"], none.Object("S").Features);
        Assert.Equal(["f", "g"], both.Object("S").Features);
        Assert.Null(none.Command("c"));
        Assert.NotNull(both.Command("c"));
    }

    [Fact]
    public void A_type_may_be_used_before_it_is_defined_and_by_itself()
    {
        Schema schema = Build("""
            { 'command': 'c', 'data': { 'tree': 'Tree' }, 'returns': [ 'Tree' ] }
            { 'struct': 'Tree', 'data': { '*children': [ 'Tree' ], 'name': 'str' } }
            """);
        ObjectType tree = schema.Object("Tree");
        Assert.Same(tree, ((ArrayType)tree.Members[0].Type).Element);
        Assert.True(tree.Members[0].Optional);
        Assert.Equal("[Tree]", schema.Command("c")!.Returns!.Name);
    }

    [Fact]
    public void The_members_of_a_base_come_first_and_a_tag_selects_what_follows()
    {
        Schema schema = Build("""
            { 'enum': 'Kind', 'data': [ 'one', 'two', 'none' ] }
            { 'struct': 'Base', 'data': { 'kind': 'Kind', 'id': 'str' } }
            { 'struct': 'One', 'data': { 'x': 'int' } }
            { 'union': 'U', 'base': 'Base', 'discriminator': 'kind', 'data': { 'one': 'One' } }
            { 'alternate': 'A', 'data': { 'o': 'One', 's': 'str' } }
            { 'event': 'E', 'data': { 'u': 'U', 'a': 'A' } }
            """);
        ObjectType union = schema.Object("U");
        Assert.Equal("kind id", Names(union));
        Assert.Equal("One", union.VariantFor("one")!.Name);
        Assert.Null(union.VariantFor("none"));
        Assert.Equal("U", schema.Event("E")!.Data.Members[0].Type.Name);
    }

    [Theory]
    [InlineData("{ 'thing': 'x' }", "qapi.definition", "f:1:1")]
    [InlineData("{ 'struct': 'S' }", "qapi.definition", "f:1:1")]
    [InlineData("{ 'struct': 'S', 'data': { 'x': 'Nope' } }", "qapi.reference", "f:1:33")]
    [InlineData("{ 'struct': 'int', 'data': {} }", "qapi.redefinition", "f:1:13")]
    [InlineData("{ 'struct': 'S', 'data': {} }\n{ 'enum': 'S', 'data': [] }", "qapi.redefinition", "f:2:11")]
    [InlineData("{ 'struct': 'S', 'data': {}, 'if': [] }", "qapi.condition", "f:1:36")]
    [InlineData("{ 'struct': 'S', 'data': {}, 'if': { 'all': [] } }", "qapi.condition", "f:1:38")]
    [InlineData("{ 'command': 'c', 'data': 'int' }", "qapi.reference", "f:1:27")]
    [InlineData("{ 'union': 'U', 'base': { 'a': 'str' } }", "qapi.definition", "f:1:1")]
    [InlineData("{ 'struct': 'S', 'base': 'S', 'data': {} }", "qapi.definition", "f:1:1")]
    [InlineData("{ 'enum': 'E', 'data': [ 'a' ] }\n{ 'union': 'U', 'base': { 'e': 'E' }, 'discriminator': 'e', 'data': { 'a': 'U' } }", "qapi.definition", "f:2:1")]
    [InlineData("{ 'struct': 'S', 'data': { 'x': { 'if': 'B' } } }", "qapi.definition", "f:1:33")]
    public void A_definition_that_makes_no_sense_is_an_error_at_its_place(string text, string code, string place)
    {
        ParseError error = SchemaBuilder.Build(text, "f", new HashSet<string>(StringComparer.Ordinal)).Error!;
        Assert.Equal((code, place), (error.Code, error.Path));
    }

    private static string Names(ObjectType type) => string.Join(' ', type.Members.Select(static m => m.Name));

    internal static Schema Build(string text, params IEnumerable<string> conditions) =>
        SchemaBuilder.Build(text, "f", new HashSet<string>(conditions, StringComparer.Ordinal)).Value;
}
