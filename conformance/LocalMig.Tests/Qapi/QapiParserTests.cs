using LocalMig.Qapi;
using LocalMig.Wire;

namespace LocalMig.Tests.Qapi;

public class QapiParserTests
{
    [Fact]
    public void An_expression_keeps_its_keys_in_order_with_the_comment_in_front_of_it()
    {
        IReadOnlyList<QapiExpression> parsed = QapiParser.Parse(
            """
            # a remark
            ##
            # @T:
            #
            # What it is.
            ##
            { 'struct': 'T', 'data': { '*b': 'int', 'a': [ 'str' ] } }  # another
            { 'enum': 'E', 'data': [ 'x', { 'name': 'y', 'if': true } ] }
            """, "f").Value;
        Assert.Equal("@T:\n\nWhat it is.\n", parsed[0].Documentation);
        Assert.Equal("", parsed[1].Documentation);
        QapiObject data = Assert.IsType<QapiObject>(parsed[0].Object["data"]);
        Assert.Equal("*b a", string.Join(' ', data.Members.Select(static m => m.Key.Value)));
        Assert.Equal(new QapiPlace("f", 7, 34), data["*b"]!.Place);
    }

    [Theory]
    [InlineData("{ 'a': 1 }", "f:1:8")]
    [InlineData("{ 'a' 'b' }", "f:1:7")]
    [InlineData("{ 'a': 'b', 'a': 'c' }", "f:1:18")]
    [InlineData("{ 'a': 'b' ", "f:1:12")]
    [InlineData("[ 'a' ]", "f:1")]
    [InlineData("{ 'a': 'b\n' }", "f:1:8")]
    [InlineData("{ 'a': 'b\\n' }", "f:1:8")]
    [InlineData("\n\n  { a: 'b' }", "f:3:5")]
    [InlineData("{ 'a': [ 'b', ] }", "f:1:15")]
    [InlineData("{ 'a': 'b', }", "f:1:13")]
    [InlineData("##\n# @x:\n", "f:2:6")]
    [InlineData("##\n# @x:\n{ 'a': 'b' }", "f:3:1")]
    [InlineData("{ 'a': 'ä' }", "f:1:8")]
    public void What_is_no_expression_is_an_error_at_its_place(string text, string place)
    {
        ParseError error = QapiParser.Parse(text, "f").Error!;
        Assert.Equal((Errors.QapiSyntax, place), (error.Rule, error.Path));
    }

    [Fact]
    public void Nesting_has_a_limit()
    {
        string deep = "{ 'a': " + new string('[', 2000) + new string(']', 2000) + " }";
        Assert.Equal(Errors.LimitExceeded, QapiParser.Parse(deep, "f").Error!.Rule);
        Assert.True(QapiParser.Parse("{ 'a': " + new string('[', 1000) + new string(']', 1000) + " }", "f").IsOk);
    }

    [Property]
    public void Any_text_is_parsed_or_refused(string? text) => QapiParser.Parse(text ?? "", "f").TryGet(out _, out _);

    [Property]
    public void Any_soup_of_tokens_is_parsed_or_refused(int[] picks)
    {
        string[] tokens = ["{", "}", "[", "]", ":", ",", "'a'", "'struct'", "'data'", "true", "# x\n", "##\n# y\n##\n", " "];
        string text = string.Concat(picks.Select(p => tokens[(p & int.MaxValue) % tokens.Length]));
        SchemaBuilder.Build(text, "f", new HashSet<string>(StringComparer.Ordinal)).TryGet(out _, out _);
    }
}
