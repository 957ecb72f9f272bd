using LocalMig.Qapi;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Qapi;

public class ArgumentCheckerTests
{
    private static readonly Schema Types = SchemaBuilderTests.Build("""
        { 'enum': 'Color', 'data': [ 'red', 'blue' ] }
        { 'struct': 'Point', 'data': { 'x': 'int8', '*y': 'uint16' } }
        { 'union': 'Shape', 'base': { 'color': 'Color', '*name': 'str' }, 'discriminator': 'color',
          'data': { 'red': 'Point' } }
        { 'alternate': 'IntOrPoint', 'data': { 'i': 'int', 'p': 'Point' } }
        { 'command': 'c', 'data': { '*b': 'bool', '*n': 'number', '*i': 'int', '*u': 'uint64', '*s': 'str', '*z': 'null',
          '*any': 'any', '*shape': 'Shape', '*shapes': [ 'Shape' ], '*colors': [ 'Color' ], '*alt': 'IntOrPoint', '*size': 'size' } }
        { 'command': 'open', 'data': { 'driver': 'str' }, 'gen': false }
        { 'command': 'need', 'data': { 'first': 'str', '*second': 'int', 'third': 'str' } }
        """);

    [Theory]
    [InlineData("""{"b": true, "n": 1, "i": -5, "u": 18446744073709551615, "s": "", "z": null, "any": [1, {}]}""")]
    [InlineData("""{"n": 1.5}""")]
    [InlineData("""{"u": -1, "size": -1}""")]
    [InlineData("""{"shape": {"color": "red", "x": -128, "y": 65535}}""")]
    [InlineData("""{"shape": {"x": 127, "name": "n", "color": "red"}}""")]
    [InlineData("""{"shape": {"color": "blue"}}""")]
    [InlineData("""{"shapes": [{"color": "blue"}, {"color": "red", "x": 0}], "colors": []}""")]
    [InlineData("""{"alt": 7}""")]
    [InlineData("""{"alt": {"x": 7}}""")]
    public void What_fits_is_accepted(string arguments) => Assert.Null(Check("c", arguments));

    [Theory]
    [InlineData("""{"b": 1}""", "Invalid parameter type for 'b', expected: boolean")]
    [InlineData("""{"n": "1"}""", "Invalid parameter type for 'n', expected: number")]
    [InlineData("""{"i": 1.0}""", "Invalid parameter type for 'i', expected: integer")]
    [InlineData("""{"i": 9223372036854775808}""", "Invalid parameter type for 'i', expected: integer")]
    [InlineData("""{"u": 1.0}""", "Parameter 'u' expects uint64")]
    [InlineData("""{"u": 18446744073709551616}""", "Parameter 'u' expects uint64")]
    [InlineData("""{"s": null}""", "Invalid parameter type for 's', expected: string")]
    [InlineData("""{"z": 0}""", "Invalid parameter type for 'z', expected: null")]
    [InlineData("""{"shape": 1}""", "Invalid parameter type for 'shape', expected: object")]
    [InlineData("""{"shape": {}}""", "Parameter 'shape.color' is missing")]
    [InlineData("""{"shape": {"color": 1}}""", "Invalid parameter type for 'shape.color', expected: string")]
    [InlineData("""{"shape": {"color": "green"}}""", "Parameter 'color' does not accept value 'green'")]
    [InlineData("""{"shape": {"color": "red"}}""", "Parameter 'shape.x' is missing")]
    [InlineData("""{"shape": {"color": "red", "x": 128}}""", "Parameter 'x' expects int8_t")]
    [InlineData("""{"shape": {"color": "red", "x": -129}}""", "Parameter 'x' expects int8_t")]
    [InlineData("""{"shape": {"color": "red", "x": 0, "y": 65536}}""", "Parameter 'y' expects uint16_t")]
    [InlineData("""{"shape": {"color": "red", "x": 0, "y": "0"}}""", "Parameter 'shape.y' expects uint64")]
    [InlineData("""{"shape": {"color": "blue", "x": 0}}""", "Parameter 'shape.x' is unexpected")]
    [InlineData("""{"shapes": [{"color": "blue"}, {"color": "red", "x": "1"}]}""", "Invalid parameter type for 'shapes[1].x', expected: integer")]
    [InlineData("""{"shapes": {}}""", "Invalid parameter type for 'shapes', expected: array")]
    [InlineData("""{"colors": ["green"]}""", "Parameter 'null' does not accept value 'green'")]
    [InlineData("""{"colors": [1]}""", "Invalid parameter type for 'colors[0]', expected: string")]
    [InlineData("""{"alt": "x"}""", "Invalid parameter type for 'alt', expected: IntOrPoint")]
    [InlineData("""{"alt": {"x": 1, "q": 1}}""", "Parameter 'alt.q' is unexpected")]
    [InlineData("""{"bogus": 1, "b": 1}""", "Invalid parameter type for 'b', expected: boolean")]
    [InlineData("""{"s": 1, "b": 1}""", "Invalid parameter type for 'b', expected: boolean")]
    public void What_does_not_fit_is_refused_in_the_words_of_QEMU(string arguments, string error) => Assert.Equal(error, Check("c", arguments));

    [Theory]
    [InlineData("{}", "Parameter 'first' is missing")]
    [InlineData("""{"third": 1}""", "Parameter 'first' is missing")]
    [InlineData("""{"first": "", "second": "x"}""", "Invalid parameter type for 'second', expected: integer")]
    [InlineData("""{"first": "", "extra": 1}""", "Parameter 'third' is missing")]
    [InlineData("""{"first": "", "third": "", "extra": 1}""", "Parameter 'extra' is unexpected")]
    public void Members_are_looked_at_in_schema_order_and_extras_last(string arguments, string error) =>
        Assert.Equal(error, Check("need", arguments));

    [Fact]
    public void A_command_with_open_arguments_takes_further_ones()
    {
        Assert.Null(Check("open", """{"driver": "x", "anything": {"at": "all"}}"""));
        Assert.Equal("Parameter 'driver' is missing", Check("open", """{"anything": 1}"""));
    }

    private static string? Check(string command, string arguments) =>
        ArgumentChecker.Check(Types, command, Fixture.Json(arguments))?.Desc;
}
