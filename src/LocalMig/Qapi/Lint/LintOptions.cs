using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Docs;

namespace LocalMig.Qapi.Lint;

/// <summary>What the rules are told besides the schema.</summary>
public sealed record LintOptions
{
    /// <summary>The schema before the change, to know which members are new; null where nobody knows.</summary>
    public SchemaSource? Base { get; init; }

    /// <summary>The release that new things appear in; null where nobody knows.</summary>
    public Release? Release { get; init; }

    /// <summary>The property by which a device takes part in local migration, for the rules about parameter <c>local</c>.</summary>
    public string LocalProperty { get; init; } = "local";

    /// <summary>The release of parameter <c>local</c>; null for any.</summary>
    public Release? LocalRelease { get; init; }

    /// <summary>Whether only a part of each comment is to be seen; its definition then has the name <c>?</c> where nothing tells it.</summary>
    internal bool Fragment { get; init; }

    /// <summary>The rules that count; null for all.</summary>
    public IReadOnlySet<string>? Rules { get; init; }
}
