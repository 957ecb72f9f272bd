using LocalMig.Suite.Replay;
using LocalMig.Wire;

namespace LocalMig.Suite.Agreement;

/// <summary>The answers of the reference that differ from a recording, each with its reason. A difference without a row counts as one
/// that nobody knows, a row without its difference as stale: the table can neither grow nor stay behind unnoticed.</summary>
/// <remarks>A row is <c>file | places | reason</c>. A place is a line of the recording, with the JSON pointer where not the whole
/// answer differs (<c>8:/return/local</c>), <c>17:missing</c> or <c>17:surplus</c>. A tilde before a line, <c>~17</c>, says that its
/// answers depend on the machine, the network, or on who was faster: they may differ, and count for neither side.</remarks>
public sealed class KnownDifferences
{
    private readonly Dictionary<string, Dictionary<string, string>> _files;

    private KnownDifferences(Dictionary<string, Dictionary<string, string>> files) => _files = files;

    /// <summary>No difference at all.</summary>
    public static KnownDifferences None { get; } = new([]);

    /// <summary>Reads a table.</summary>
    /// <param name="text">Its rows; what begins with <c>#</c> is a comment.</param>
    /// <returns>The table, or what is wrong with it.</returns>
    public static Result<KnownDifferences, string> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<string, Dictionary<string, string>> files = new(StringComparer.Ordinal);
        foreach (string row in text.Split('\n').Where(static r => r.Length > 0 && r[0] != '#'))
        {
            if (row.Split(" | ") is not [var file, var places, { Length: > 10 } reason])
                return $"'{row}' is not: file | places | reason";
            if (!files.TryGetValue(file, out Dictionary<string, string>? known))
                files[file] = known = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (string place in places.Split(' '))
            {
                if (!known.TryAdd(place, reason))
                    return $"{file} has {place} twice";
            }
        }

        return new KnownDifferences(files);
    }

    /// <summary>Whether a line of a file is known not to come.</summary>
    public bool NeverComes(string file, int line) => _files.TryGetValue(file, out Dictionary<string, string>? known) && known.ContainsKey($"{line}:missing");

    /// <summary>Whether an answer of a file is known to be another one.</summary>
    public bool Differs(string file, int line) => _files.TryGetValue(file, out Dictionary<string, string>? known)
        && known.Keys.Any(place => place == $"{line}" || place.StartsWith($"{line}:", StringComparison.Ordinal));

    /// <summary>Sorts what came of a file.</summary>
    /// <param name="file">Its name in the table.</param>
    /// <param name="result">What came of it.</param>
    public FileAgreement Judge(string file, ReplayResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        IReadOnlyDictionary<string, string> known = _files.GetValueOrDefault(file) ?? [];
        HashSet<string> stale = new(known.Keys.Where(static p => p[0] != '~'), StringComparer.Ordinal);
        List<ReplayAnswer> unknown = [];
        List<KnownDifference> listed = [];
        int same = 0, compared = 0, open = 0;
        foreach (ReplayAnswer answer in result.Answers)
        {
            if (known.ContainsKey($"~{answer.Line}"))
            {
                // How many too many there are depends on the machine too.
                open += answer.Expected is null ? 0 : 1;
                continue;
            }

            compared++;
            if (answer.IsSame)
            {
                same++;
            }
            else
            {
                string[] places = [.. Places(answer)];
                stale.ExceptWith(places);
                if (Array.TrueForAll(places, known.ContainsKey))
                    listed.Add(new KnownDifference(places, known[places[0]]));
                else
                    unknown.Add(answer);
            }
        }

        return new FileAgreement(file, same, compared, open, listed, unknown, [.. stale.Order(StringComparer.Ordinal)], Problem(result));
    }

    private static string? Problem(ReplayResult result) => result.Problem ?? (result.Skipped.Count == 0 ? null : string.Join("; ", result.Skipped));

    /// <summary>The places of a difference, as the table names them.</summary>
    public static IEnumerable<string> Places(ReplayAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Expected is null || answer.Actual is null)
            return [$"{answer.Line}:{(answer.Expected is null ? "surplus" : "missing")}"];
        return answer.Differences.Select(d => d.Pointer.Length == 0 ? $"{answer.Line}" : $"{answer.Line}:{d.Pointer}");
    }
}

/// <summary>An answer that differs and stands in the table.</summary>
/// <param name="Places">Where, as the table names it.</param>
/// <param name="Reason">Why.</param>
public sealed record KnownDifference(IReadOnlyList<string> Places, string Reason);
