using LocalMig.Json;
using LocalMig.Qmp;

namespace LocalMig.Suite.Cases;

/// <summary>Replies as reports show them.</summary>
internal static class Replies
{
    /// <summary>The class and text of an error, or the value that was returned.</summary>
    public static string Show(QmpReply reply) =>
        reply.Error is { } error ? $"{error.Class}: {error.Desc}" : Show(reply.Return);

    /// <summary>A value on one line; "nothing" where there is none.</summary>
    public static string Show(JsonValue? value) => value is null ? "nothing" : JsonText.Write(value, JsonOrder.Plain);
}
