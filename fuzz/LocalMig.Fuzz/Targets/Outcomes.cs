using System.Reflection;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>Sets of outcomes that several targets have.</summary>
internal static class Outcomes
{
    /// <summary>Refused with an error of the QMP dialect, which has a class and a text instead of a code.</summary>
    public const string Refused = "refused";

    /// <summary>The codes of the rules of a layer, by the beginning of their codes.</summary>
    public static IReadOnlyList<string> Of(params IReadOnlyList<string> layers) =>
        [.. typeof(Errors).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => field.GetValue(null)).OfType<ErrorRule>().Select(static rule => rule.Code)
            .Where(code => layers.Any(layer => code.StartsWith(layer, StringComparison.Ordinal)))];
}
