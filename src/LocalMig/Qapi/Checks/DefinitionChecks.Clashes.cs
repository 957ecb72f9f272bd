using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Checks;

/// <summary>Names that would be the same in C, and branches of alternates that JSON cannot tell apart.</summary>
internal sealed partial class DefinitionChecks
{
    private void CheckAlternate(DefinedAlternate alternate)
    {
        SchemaExpression at = alternate.Source!;
        CheckType(alternate);
        foreach (DefinedMember branch in alternate.Branches)
            branch.Type = Resolve(branch, at);
        Dictionary<string, DefinedMember> seen = new(StringComparer.Ordinal);
        Dictionary<string, string> kinds = new(StringComparer.Ordinal);
        foreach (DefinedMember branch in alternate.Branches)
        {
            CheckClash(branch, at, seen);
            if (branch.Type is not { } type)
                continue;
            if (type.JsonType == "value")
            {
                Fail(at, CheckTexts.CannotUse(Describe(branch, at), type.Description));
                continue;
            }

            foreach (string kind in KindsOf(type))
            {
                if (!kinds.TryAdd(kind, branch.Name))
                {
                    Fail(at, CheckTexts.SameKind(Describe(branch, at), kinds[kind]));
                    break;
                }
            }
        }
    }

    // On a command line everything is a string: a string cannot be told from a number or a boolean there.
    private static HashSet<string> KindsOf(DefinedType type)
    {
        HashSet<string> kinds = [type.JsonType == "int" ? "number" : type.JsonType];
        if (type is DefinedEnum enumeration)
        {
            foreach (DefinedMember value in enumeration.Values)
            {
                if (value.Name is "on" or "off")
                    kinds.Add("boolean");
                if (value.Name.Length > 0 && (char.IsAsciiDigit(value.Name[0]) || value.Name[0] is '-' or '+' or '.'))
                    kinds.Add("number");
            }
        }
        else if (type.JsonType == "string")
        {
            kinds.Add("number");
            kinds.Add("boolean");
        }

        return kinds;
    }

    private void CheckFeatures(IReadOnlyList<DefinedFeature> features, string owner, SchemaExpression? at)
    {
        if (features.Count < 2)
            return;
        CheckClashes(features.Select(f => new DefinedMember(MemberRole.Feature, f.Name, owner, at)), at, []);
    }

    private void CheckClashes(IEnumerable<DefinedMember> members, SchemaExpression? at, Dictionary<string, DefinedMember> seen)
    {
        if (at is null)
            return;
        foreach (DefinedMember member in members)
            CheckClash(member, at, seen);
    }

    private void CheckClash(DefinedMember member, SchemaExpression at, Dictionary<string, DefinedMember> seen)
    {
        if (!seen.TryAdd(QapiNames.ToC(member.Name), member))
            Fail(at, CheckTexts.Collides(Describe(member, at), Describe(seen[QapiNames.ToC(member.Name)], at)));
    }

    // The names of one branch do not matter to another.
    private void CheckBranchClashes(DefinedObject union, SchemaExpression at, Dictionary<string, DefinedMember> seen)
    {
        foreach (DefinedMember branch in union.Branches)
        {
            if (branch.Type is not DefinedObject { Members.Count: > 0 } type)
                continue;
            Dictionary<string, DefinedMember> here = new(seen, StringComparer.Ordinal);
            foreach (DefinedMember member in type.Members)
                CheckClash(member, at, here);
            if (type.IsUnion)
                CheckBranchClashes(type, at, here);
        }
    }

    /// <summary>A member as messages name it, seen from a definition.</summary>
    private static string Describe(DefinedMember member, SchemaExpression from)
    {
        string role = member.RoleName;
        string kind = "type";
        string owner = member.DefinedIn;
        if (owner.StartsWith("q_obj_", StringComparison.Ordinal))
        {
            owner = owner["q_obj_".Length..];
            if (owner.EndsWith("-arg", StringComparison.Ordinal))
            {
                role = "parameter";
                kind = "command";
                owner = owner[..^"-arg".Length];
            }
            else
            {
                role = "base " + role;
                owner = owner[..^"-base".Length];
            }
        }

        return owner == from.Name ? $"{role} '{member.Name}'" : $"{role} '{member.Name}' of {kind} '{owner}'";
    }
}
