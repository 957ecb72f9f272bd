using LocalMig.Suite.Replay;

namespace LocalMig.Tests.Suite.Replay;

public sealed class ReplayAlignmentTests
{
    private const string Setup = "{\"timestamp\": 1, \"event\": \"setup\"}";
    private const string Failed = "{\"timestamp\": 1, \"event\": \"failed\"}";
    private const string Completed = "{\"timestamp\": 1, \"event\": \"completed\"}";
    private const string Good = "{\"return\": {}}";
    private const string Bad = "{\"error\": {}}";

    [Fact]
    public void Equal_lines_keep_their_places_and_what_is_left_is_paired_with_its_kind() =>
        Assert.Equal(
            [(0, 0), (1, 2), (2, 1), (-1, 3)],
            ReplayAlignment.Align([Setup, Good, Failed], [Setup, Completed, Bad, Completed]).OrderBy(static p => p.Expected < 0 ? int.MaxValue : p.Expected));

    [Fact]
    public void An_event_never_stands_for_an_answer() =>
        Assert.Equal([(0, -1), (1, -1), (-1, 0)], ReplayAlignment.Align([Setup, Setup], [Good]));
}
