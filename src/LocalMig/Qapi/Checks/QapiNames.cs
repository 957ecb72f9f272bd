namespace LocalMig.Qapi.Checks;

/// <summary>The naming rules of the schema language.</summary>
internal static class QapiNames
{
    /// <summary>The name as a C identifier: everything but ASCII letters, digits and '_' becomes '_'.</summary>
    public static string ToC(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return string.Create(name.Length, name, static (to, from) =>
                {
                    for (int i = 0; i < to.Length; i++)
                        to[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
                });
        }

        return name;
    }

    /// <summary>Takes the prefixes off a name: <c>__RFQDN_</c> of a downstream, <c>x-</c> of an experiment.</summary>
    /// <returns>What is left, or null where the name is none at all.</returns>
    public static string? Stem(string name)
    {
        if (ToC(name).StartsWith("q_", StringComparison.Ordinal))
            return null;
        string rest = name;
        if (rest.StartsWith("__", StringComparison.Ordinal))
        {
            int end = 2;
            while (end < rest.Length && (char.IsAsciiLetterOrDigit(rest[end]) || rest[end] is '.' or '-'))
                end++;
            if (end == 2 || end == rest.Length || rest[end] != '_')
                return null;
            rest = rest[(end + 1)..];
        }

        if ((rest.StartsWith("x-", StringComparison.Ordinal) || rest.StartsWith("X-", StringComparison.Ordinal)) && IsPlain(rest.AsSpan(2)))
            return rest[2..];
        return IsPlain(rest) ? rest : null;
    }

    /// <summary>Checks the name of an event. Gives the message, or null.</summary>
    public static string? CheckUpper(string name, string source)
    {
        if (Stem(name) is not { } stem)
            return CheckTexts.InvalidName(source);
        return stem.AsSpan().ContainsAnyInRange('a', 'z') || stem.Contains('-', StringComparison.Ordinal) ? CheckTexts.NotUpper(source) : null;
    }

    /// <summary>Checks the name of a command, a member or a feature.</summary>
    public static string? CheckLower(string name, string source, bool permitUpper = false, bool permitUnderscore = false)
    {
        if (Stem(name) is not { } stem)
            return CheckTexts.InvalidName(source);
        return (!permitUpper && stem.AsSpan().ContainsAnyInRange('A', 'Z')) || (!permitUnderscore && stem.Contains('_', StringComparison.Ordinal))
            ? CheckTexts.NotLower(source)
            : null;
    }

    /// <summary>Checks the name of a type.</summary>
    public static string? CheckCamel(string name, string source)
    {
        if (Stem(name) is not { } stem)
            return CheckTexts.InvalidName(source);
        if (!char.IsAsciiLetterUpper(stem[0]) || !stem.All(char.IsAsciiLetterOrDigit) || !stem.Any(char.IsAsciiLetterLower))
            return CheckTexts.NotCamel(source);
        return name.EndsWith("List", StringComparison.Ordinal) ? CheckTexts.EndsInList(source) : null;
    }

    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        if (text.Length == 0 || !char.IsAsciiLetter(text[0]))
            return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return false;
        }

        return true;
    }
}
