namespace LocalMig.Spec.Claims;

/// <summary>The topics, from section 6 of the specification and from what descriptions of the parameter were seen to say.</summary>
public static class ClaimTopics
{
    /// <summary>All topics.</summary>
    public static IReadOnlyList<ClaimTopic> All { get; } =
    [
        new("purpose", true, [["enable", "enables", "enabled", "turn on", "turns on"], ["local migration"]],
            ["LM-PARAM-01", "LM-PARAM-06", "LM-DEVICE-01"]),
        new("devices that support it", true, [["devices that support", "device supports", "devices which support", "supported devices", "devices supporting"]],
            ["LM-DEVICE-01", "LM-DEVICE-02", "LM-DEVICE-06", "LM-DEVICE-07"]),
        new("effect: state", true, [["backend", "backends"], ["state", "states"], Passed],
            ["LM-TRANSFER-01", "LM-STREAM-12"]),
        new("effect: descriptors", true, [["descriptor", "descriptors", "fds"], Passed],
            ["LM-TRANSFER-01", "LM-TRANSFER-03", "LM-TRANSFER-04", "LM-TRANSFER-14"]),
        new("in the channel", true, [["in the migration channel", "through the migration channel", "over the migration channel", "via the migration channel", "in the migration stream", "the main channel"]],
            ["LM-TRANSFER-01", "LM-TRANSFER-02"]),
        new("constraint", true, [["must", "has to", "requires", "required", "only"], ["unix domain socket", "unix socket"]],
            ["LM-CHANNEL-01", "LM-CHANNEL-02", "LM-CHANNEL-03", "LM-CHANNEL-04", "LM-CHANNEL-05", "LM-CHANNEL-06", "LM-CHANNEL-07", "LM-CHANNEL-08", "LM-CHANNEL-09",
                "LM-CHANNEL-10", "LM-CHANNEL-11", "LM-CHANNEL-12", "LM-CHANNEL-21", "LM-CHANNEL-22", "LM-CHANNEL-23", "LM-CHANNEL-24"]),
        new("second switch: local", true, [["property", "option", "switch"], ["``local``", "'local'", "local=on", "local=true"]],
            ["LM-DEVICE-03"]),
        new("second switch: local-migration", true, [["property", "option", "switch"], ["local-migration"]],
            ["LM-DEVICE-04"]),
        new("second switch: x-permit-local-migration", true, [["property", "option", "switch"], ["x-permit-local-migration"]],
            ["LM-DEVICE-05"]),
        new("each device by itself", false, [["device", "devices"], ["takes part", "take part", "property", "switch"]],
            ["LM-DEVICE-01", "LM-DEVICE-10", "LM-DEVICE-11"]),
        new("both sides", false, [["both sides", "source and destination", "on the destination as well", "both source"]],
            ["LM-PARAM-20", "LM-DEVICE-12", "LM-DEVICE-13", "LM-DEVICE-16", "LM-DEVICE-17"]),
        new("default", false, [["default", "defaults"], ["false", "off", "disabled"]],
            ["LM-PARAM-04"]),
        new("TLS", false, [["tls"]],
            ["LM-CHANNEL-25"]),
        new("off", false, [["false", "disabled", "not set"], ["any channel", "as before", "ordinary", "all channels"]],
            ["LM-CHANNEL-29", "LM-CHANNEL-30", "LM-DEVICE-08"]),
        new("no reconnect", false, [["reopen", "reopened", "reconnect", "reconnected", "without closing", "stay open", "kept open"]],
            ["LM-TRANSFER-15", "LM-TRANSFER-26"]),
    ];

    private static IReadOnlyList<string> Passed => ["pass", "passes", "passed", "passing", "hand over", "hands over", "handed over", "transferred", "sent"];
}
