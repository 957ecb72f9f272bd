using LocalMig.Json;
using LocalMig.Qmp;

namespace LocalMig.Parameters;

/// <summary>Checks parameters that have the right types: ranges, then what conflicts with each other and with capabilities.</summary>
internal static class ParameterCheck
{
    /// <summary>The first thing that is wrong, or null.</summary>
    public static QmpError? Check(MigrationParameters parameters, MigrationCapabilities? capabilities)
    {
        bool conflictsSeen = false;
        foreach (ParameterRange range in ParameterRange.InOrder)
        {
            if (!conflictsSeen && range.Name == ParameterRange.FirstAfterConflicts)
            {
                conflictsSeen = true;
                if (Conflicts(parameters, capabilities) is { } conflict)
                    return conflict;
            }

            if (parameters[range.Name] is { } value && !range.Holds(value.AsUInt64, parameters))
                return QmpError.Generic(range.Text(parameters.Generation));
        }

        return null;
    }

    private static QmpError? Conflicts(MigrationParameters parameters, MigrationCapabilities? capabilities)
    {
        if (parameters["block-bitmap-mapping"] is { } mapping && BitmapMapping.Problem(mapping) is { } problem)
            return QmpError.Generic(ParameterTexts.BadMapping(problem));
        if (capabilities is null || (!parameters.CompressesMultifd && !parameters.UsesTls))
            return null;
        if (capabilities["zero-copy-send"])
            return QmpError.Generic(ParameterTexts.ZeroCopy);
        return capabilities["mapped-ram"] ? QmpError.Generic(ParameterTexts.MappedRamPlain) : null;
    }
}

/// <summary>Checks a mapping of bitmaps: every name stands for one alias, and the other way round.</summary>
internal static class BitmapMapping
{
    private const int MaxAlias = 255;

    public static string? Problem(JsonValue mapping)
    {
        HashSet<string> nodes = new(StringComparer.Ordinal);
        HashSet<string> aliases = new(StringComparer.Ordinal);
        foreach (JsonValue node in mapping.Items)
        {
            (string name, string alias) = (node["node-name"]!.AsString, node["alias"]!.AsString);
            if (!IsIdentifier(alias))
                return $"The node alias '{alias}' is not well-formed";
            if (alias.Length > MaxAlias)
                return $"The node alias '{alias}' is longer than {MaxAlias} bytes";
            if (!nodes.Add(name))
                return $"The node name '{name}' is mapped twice";
            if (!aliases.Add(alias))
                return $"The node alias '{alias}' is used twice";
            if (InNode(name, alias, node["bitmaps"]!.Items) is { } problem)
                return problem;
        }

        return null;
    }

    private static string? InNode(string node, string nodeAlias, IReadOnlyList<JsonValue> bitmaps)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<string> aliases = new(StringComparer.Ordinal);
        foreach (JsonValue bitmap in bitmaps)
        {
            (string name, string alias) = (bitmap["name"]!.AsString, bitmap["alias"]!.AsString);
            if (alias.Length > MaxAlias)
                return $"The bitmap alias '{alias}' is longer than {MaxAlias} bytes";
            if (!names.Add(name))
                return $"The bitmap '{node}'/'{name}' is mapped twice";
            if (!aliases.Add(alias))
                return $"The bitmap alias '{nodeAlias}'/'{alias}' is used twice";
        }

        return null;
    }

    private static bool IsIdentifier(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
}
