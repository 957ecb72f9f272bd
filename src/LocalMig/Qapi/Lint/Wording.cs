namespace LocalMig.Qapi.Lint;

/// <summary>Finds words and phrases in text.</summary>
internal static class Wording
{
    /// <summary>Finds each phrase that stands there as whole words.</summary>
    public static void Find(Docs.DocProse prose, (string Wrong, string Remark)[] phrases, Action<int, string> found)
    {
        HashSet<int> taken = [];
        foreach ((string wrong, string remark) in phrases)
        {
            for (int at = Next(prose.Text, wrong, 0); at >= 0; at = Next(prose.Text, wrong, at + 1))
            {
                // Phrases that overlap are one finding: that of the first phrase.
                if (taken.Contains(at) || taken.Contains(at + wrong.Length - 1))
                    continue;
                taken.UnionWith(Enumerable.Range(at, wrong.Length));
                found(at, remark);
            }
        }
    }

    /// <summary>Where a phrase stands as whole words, from a position on; -1 for nowhere.</summary>
    public static int Next(string text, string phrase, int from)
    {
        for (int at = text.IndexOf(phrase, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            int end = at + phrase.Length;
            if ((at == 0 || !IsWordPart(text[at - 1]) || !IsWordPart(phrase[0])) && (end == text.Length || !IsWordPart(text[end])))
                return at;
        }

        return -1;
    }

    /// <summary>The words of a text. Literal text between double backquotes is left out.</summary>
    public static IEnumerable<(int From, int Length)> Words(string text)
    {
        bool literal = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '`' && i + 1 < text.Length && text[i + 1] == '`')
            {
                literal = !literal;
                i++;
                continue;
            }

            if (literal || !IsWordPart(text[i]))
                continue;
            int from = i;
            while (i < text.Length && IsWordPart(text[i]))
                i++;
            yield return (from, i - from);
            i--;
        }
    }

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '\'' or '@';
}
