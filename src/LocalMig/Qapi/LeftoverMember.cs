using LocalMig.Json;

namespace LocalMig.Qapi;

/// <summary>Finds the member that QEMU names when several are unexpected.</summary>
internal static class LeftoverMember
{
    /// <summary>The first leftover, or null where the type has all members.</summary>
    public static string? First(JsonMembers members, ObjectType type)
    {
        List<string> leftovers = [];
        foreach ((string name, JsonValue value) in members)
        {
            if (!Has(type, name, members))
                leftovers.Add(name);
        }

        if (leftovers.Count < 2)
            return leftovers.Count == 0 ? null : leftovers[0];

        return JsonLeftover.First(members, Visited(type, members));
    }

    private static bool Has(ObjectType? type, string name, JsonMembers members)
    {
        for (; type is not null; type = Next(type, members))
        {
            if (type.Member(name) is not null)
                return true;
        }

        return false;
    }

    private static IEnumerable<string> Visited(ObjectType? type, JsonMembers members)
    {
        for (; type is not null; type = Next(type, members))
        {
            foreach (SchemaMember member in type.Members)
            {
                if (members.TryGet(member.Name, out _))
                    yield return member.Name;
            }
        }
    }

    private static ObjectType? Next(ObjectType type, JsonMembers members) =>
        type.Tag is not null && members.TryGet(type.Tag, out JsonValue? tag) && tag.Kind == JsonKind.String
            ? type.VariantFor(tag.AsString)
            : null;
}
