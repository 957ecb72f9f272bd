using LocalMig.Wire;

namespace LocalMig.Tests.Wire;

public class ParseErrorTests
{
    [Fact]
    public void An_error_names_its_code_its_place_and_its_rule()
    {
        var error = new ParseError(Errors.Truncated, 17, "ram", "3 of 8 bytes");
        Assert.Equal("wire.truncated at offset 17 in ram: 3 of 8 bytes (an element is as long as it says)", error.ToString());
    }

    [Fact]
    public void An_error_without_an_offset_names_its_path_alone() =>
        Assert.StartsWith("wire.limit in /a/0: ", ParseError.In(Errors.LimitExceeded, "/a/0", "too deep").ToString());

    [Fact]
    public void Every_rule_has_a_code_of_its_own_and_a_text()
    {
        ErrorRule[] rules = [.. typeof(Errors).GetFields().Select(f => f.GetValue(null)).OfType<ErrorRule>()];
        Assert.NotEmpty(rules);
        Assert.Equal(rules.Length, rules.Select(r => r.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.All(rules, r => Assert.Matches("^[a-z0-9]+(\\.[a-z0-9-]+)+$", r.Code));
        Assert.All(rules, r => Assert.False(string.IsNullOrWhiteSpace(r.Text)));
    }
}
