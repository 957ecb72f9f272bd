namespace LocalMig.Tests.Machine.Model;

/// <summary>What one of two machines is told.</summary>
/// <param name="Side">Which one: <c>src</c>, <c>dst</c>.</param>
/// <param name="Verb">What it is told.</param>
/// <param name="Choice">Which form of it.</param>
public sealed record ModelStep(string Side, string Verb, string Choice = "")
{
    private static readonly string[] Values = ["on", "off", "string", "number", "null", "array", "with unknown", "out of range"];
    private static readonly string[] Devices = ["own", "own, switch off", "waiting", "del"];

    /// <summary>Everything that can be told; what leads somewhere stands there more than once.</summary>
    public static IReadOnlyList<ModelStep> All { get; } =
    [
        .. Values.SelectMany(static v => Both("local", v)),
        .. Both("query", ""),
        .. Both("local", "on"),
        .. PairModel.Channels.Keys.SelectMany(static c => Both("migrate", c)).Where(static s => s.Side == "src"),
        .. PairModel.Channels.Keys.SelectMany(static c => Both("migrate-incoming", c)),
        .. Enumerable.Repeat(new ModelStep("src", "migrate", "unix"), 6),
        .. Enumerable.Repeat(new ModelStep("dst", "migrate-incoming", "unix"), 4),
        .. PairModel.Channels.Keys.Where(static c => c.StartsWith("fd ", StringComparison.Ordinal) && c != "fd pair").SelectMany(static c => Both("getfd", c)),
        new("both", "getfd", "fd pair"),
        .. PairModel.Channels.Keys.Where(static c => c.StartsWith("fd ", StringComparison.Ordinal)).SelectMany(static c => Both("closefd", c)),
        .. Devices.SelectMany(static d => Both("device", d)),
        .. Both("netdev_del", "nosuch"),
        new("src", "bandwidth", "slow"), new("src", "bandwidth", "fast"), new("src", "bandwidth", "fast"),
        new("src", "return-path", "on"), new("src", "return-path", "off"),
        new("src", "pause-before-switchover", "on"), new("src", "pause-before-switchover", "off"),
        .. Both("cancel", ""),
        new("src", "continue"), new("src", "continue"),
        .. Both("stop", ""), .. Both("cont", ""), .. Both("kill", ""),
    ];

    private static ModelStep[] Both(string verb, string choice) => [new("src", verb, choice), new("dst", verb, choice)];

    /// <inheritdoc/>
    public override string ToString() => $"{Side} {Verb} {Choice}".TrimEnd();
}
