using LocalMig.Spec;
using LocalMig.Wire;

namespace LocalMig.Tests.Wire;

public class StreamErrorsTests
{
    // Rules that no recorded stream can break, each with the reason.
    private static readonly Dictionary<string, string> OfNoStream = new(StringComparer.Ordinal)
    {
        ["stream.fd.fresh"] = "of whoever sends a recording: about what is given for its descriptors",
        ["stream.log"] = "of the file beside a stream",
        ["stream.refused"] = "of a destination: about what it does with a stream",
    };

    private static readonly ErrorRule[] All =
        [.. typeof(Errors).GetFields().Select(static field => field.GetValue(null)).OfType<ErrorRule>().Where(static rule => rule.Code.StartsWith("stream.", StringComparison.Ordinal))];

    [Fact]
    public void Every_rule_that_a_stream_can_break_names_a_requirement_that_exists()
    {
        Assert.True(All.Length > 25);
        Assert.All(
            All.Where(static rule => !OfNoStream.ContainsKey(rule.Code)),
            static rule => Assert.True(Requirements.TryFind(rule.Requirement ?? "", out _), $"{rule.Code} names {rule.Requirement ?? "no requirement"}"));
    }

    [Fact]
    public void No_rule_is_listed_as_of_no_stream_that_names_a_requirement() =>
        Assert.Equal(OfNoStream.Keys.Order(StringComparer.Ordinal), All.Where(static rule => rule.Requirement is null).Select(static rule => rule.Code).Order(StringComparer.Ordinal));
}
