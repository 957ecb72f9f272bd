using System.Text;
using LocalMig.Json;
using LocalMig.Qapi;
using LocalMig.Qapi.Compare;
using LocalMig.Qapi.Source;

namespace LocalMig.Tests.Qapi.Compare;

public class SchemaDiffTests
{
    private const string Kinds = "{ 'enum': 'Kind', 'data': [ 'one', 'two' ] } { 'enum': 'Kinds', 'data': [ 'one', 'two', 'three' ] } ";

    [Theory]
    [InlineData("{ 'command': 'go' }", "", "removed go: command (breaks clients)")]
    [InlineData("", "{ 'command': 'go' }", "added   go: command")]
    [InlineData("{ 'event': 'GONE' }", "", "removed GONE: event (breaks clients)")]
    [InlineData("", "{ 'event': 'GONE' }", "added   GONE: event")]
    [InlineData("{ 'command': 'go' }", "{ 'command': 'go', 'data': { '*a': 'int' } }", "added   go.a: optional member of type int")]
    [InlineData("{ 'command': 'go' }", "{ 'command': 'go', 'data': { 'a': 'int' } }", "added   go.a: member of type int (breaks clients)")]
    [InlineData("{ 'command': 'go', 'data': { '*a': 'int' } }", "{ 'command': 'go' }", "removed go.a: optional member (breaks clients)")]
    [InlineData("{ 'command': 'go', 'data': { '*a': 'int' } }", "{ 'command': 'go', 'data': { 'a': 'int' } }", "changed go.a: became mandatory (breaks clients)")]
    [InlineData("{ 'command': 'go', 'data': { 'a': 'int' } }", "{ 'command': 'go', 'data': { '*a': 'int' } }", "changed go.a: became optional")]
    [InlineData("{ 'command': 'go', 'data': { 'a': 'int' } }", "{ 'command': 'go', 'data': { 'a': 'str' } }", "changed go.a: int became str (breaks clients)")]
    [InlineData("{ 'command': 'go', 'data': { 'a': 'int8' } }", "{ 'command': 'go', 'data': { 'a': 'size' } }", "")]
    [InlineData("{ 'event': 'GONE', 'data': { 'a': 'int' } }", "{ 'event': 'GONE', 'data': { '*a': 'int' } }", "changed GONE.a: became optional (breaks clients)")]
    [InlineData("{ 'event': 'GONE', 'data': { '*a': 'int' } }", "{ 'event': 'GONE' }", "removed GONE.a: optional member")]
    [InlineData("{ 'event': 'GONE' }", "{ 'event': 'GONE', 'data': { 'a': 'int' } }", "added   GONE.a: member of type int")]
    [InlineData("{ 'command': 'go', 'data': { 'k': 'Kinds' } }", "{ 'command': 'go', 'data': { 'k': 'Kind' } }", "removed go.k: value 'three' (breaks clients)")]
    [InlineData("{ 'command': 'go', 'data': { 'k': 'Kind' } }", "{ 'command': 'go', 'data': { 'k': 'Kinds' } }", "added   go.k: value 'three'")]
    [InlineData("{ 'command': 'go', 'data': { 'k': 'str' } }", "{ 'command': 'go', 'data': { 'k': 'Kind' } }", "changed go.k: any string became one of a set (breaks clients)")]
    [InlineData("{ 'command': 'go', 'data': { 'a': [ 'int' ] } }", "{ 'command': 'go', 'data': { 'a': [ 'bool' ] } }", "changed go.a[]: int became bool (breaks clients)")]
    [InlineData("{ 'command': 'go', 'data': { 'a': 'int' } }", "{ 'alternate': 'Alt', 'data': { 'i': 'int', 'n': 'null' } } { 'command': 'go', 'data': { 'a': 'Alt' } }", "changed go.a: int became one of several types")]
    [InlineData("{ 'command': 'go' }", "{ 'command': 'go', 'features': [ 'deprecated' ] }", "added   go: feature 'deprecated'")]
    [InlineData("{ 'command': 'go', 'allow-oob': true }", "{ 'command': 'go' }", "changed go: may not be executed out of band any more (breaks clients)")]
    [InlineData("{ 'struct': 'One', 'data': { 'a': 'int' } } { 'command': 'go', 'data': 'One' }", "{ 'struct': 'Two', 'data': { 'a': 'int' } } { 'command': 'go', 'data': 'Two' }", "")]
    public void A_difference_is_told_with_what_it_means_for_clients(string older, string newer, string expected) =>
        Assert.Equal(expected, string.Join('\n', SchemaDiff.Compare(Build(Kinds + older), Build(Kinds + newer))));

    [Fact]
    public void A_schema_and_its_own_introspection_do_not_differ()
    {
        Schema schema = ReferenceSchema.With("QEMU_11", "UPSTREAM");
        JsonValue answer = Introspection.Write(schema);
        Assert.Empty(SchemaDiff.Compare(schema, SchemaDocument.Of(answer).Value.Schema));
        Assert.Empty(SchemaDiff.Compare(SchemaDocument.Of(JsonValue.Object(("return", answer))).Value.Schema, schema));
    }

    [Fact]
    public void A_file_is_taken_for_what_it_is()
    {
        Assert.NotNull(Document("{ 'command': 'go' }").Source);
        Assert.Null(Document(JsonText.Write(Introspection.Write(Build("{ 'command': 'go' }")))).Source);
        Assert.Null(Document("""{"return": [], "id": 1}""").Source);
    }

    [Fact]
    public void Conditions_hold_as_the_caller_says_and_all_of_them_otherwise()
    {
        const string text = "{ 'command': 'one', 'if': 'A' } { 'command': 'two', 'if': { 'not': 'A' } }";
        Assert.Equal("one", Assert.Single(Document(text).Schema.Commands).Name);
        Assert.Equal("two", Assert.Single(Document(text, "B").Schema.Commands).Name);
    }

    private static Schema Build(string text) => SchemaBuilder.Build(text, "f", new HashSet<string>(StringComparer.Ordinal)).Value;

    private static SchemaDocument Document(string text, params string[] conditions) => SchemaDocument.Read(
        "f", new MemorySchemaFiles(new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [Path.GetFullPath("f")] = Encoding.UTF8.GetBytes(text) }),
        conditions.Length == 0 ? null : conditions.ToHashSet(StringComparer.Ordinal)).Value;
}
