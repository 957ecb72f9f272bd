using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using LocalMig.Parameters;

namespace LocalMig.Spec;

/// <summary>Every requirement, one part of the class per group. Ids run on within a group: a new one gets the next
/// number, a withdrawn one leaves a gap.</summary>
public static partial class Requirements
{
    /// <summary>All requirements, group by group, in the order of their numbers.</summary>
    public static IReadOnlyList<Requirement> All { get; } = [.. Param(), .. Channel(), .. Device(), .. Transfer(), .. Stream(), .. Qmp(), .. Doc()];

    // Stands after All: static initialisers run in the order of the text.
    private static readonly FrozenDictionary<string, Requirement> ById =
        All.ToFrozenDictionary(r => r.Id, StringComparer.Ordinal);

    /// <summary>Finds a requirement by its id.</summary>
    public static bool TryFind(string id, [NotNullWhen(true)] out Requirement? requirement) => ById.TryGetValue(id, out requirement);

    private static Requirement Must(string id, string text, string source, params Profile[] profiles) =>
        new(id, Level.Must, text, source, profiles);

    private static Requirement Should(string id, string text, string source, params Profile[] profiles) =>
        new(id, Level.Should, text, source, profiles);

    private static Requirement May(string id, string text, string source, params Profile[] profiles) =>
        new(id, Level.May, text, source, profiles);
}
