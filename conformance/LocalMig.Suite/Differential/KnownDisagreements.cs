using System.Text.RegularExpressions;
using LocalMig.Wire;

namespace LocalMig.Suite.Differential;

/// <summary>Whose a disagreement is.</summary>
public enum Blame
{
    /// <summary>Nobody has looked at it yet.</summary>
    Unsorted,

    /// <summary>A bug of ours.</summary>
    Ours,

    /// <summary>A bug of theirs.</summary>
    Theirs,

    /// <summary>Nothing says how it should be, or the two are meant to differ.</summary>
    Unspecified,
}

/// <summary>A disagreement that somebody has looked at.</summary>
/// <param name="Blame">Whose it is.</param>
/// <param name="Difference">What such a difference looks like.</param>
/// <param name="Reason">Why it is so.</param>
public sealed record KnownDisagreement(Blame Blame, Regex Difference, string Reason);

/// <summary>The disagreements that are known, each with its reason.</summary>
/// <param name="Rows">In the order in which they are tried.</param>
public sealed record KnownDisagreements(IReadOnlyList<KnownDisagreement> Rows)
{
    private const int Cells = 3;

    /// <summary>No row.</summary>
    public static KnownDisagreements None { get; } = new([]);

    /// <summary>Reads the list: a row for each, <c>ours, theirs or unspecified | expression for the line of the difference | reason</c>,
    /// and lines that begin with <c>#</c>.</summary>
    /// <param name="text">The list.</param>
    /// <returns>The rows, or what is wrong in which line.</returns>
    public static Result<KnownDisagreements, string> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<KnownDisagreement> rows = [];
        foreach ((int index, string line) in text.Split('\n').Index())
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] cells = line.Split(" | ");
            if (cells.Length != Cells || !Enum.TryParse(cells[0], ignoreCase: true, out Blame blame) || blame == Blame.Unsorted || cells[2].Length == 0)
                return $"line {index + 1} is not: ours, theirs or unspecified | expression | reason";
            try
            {
                rows.Add(new KnownDisagreement(blame, new Regex(cells[1], RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), cells[2]));
            }
            catch (RegexParseException wrong)
            {
                return $"line {index + 1}: {wrong.Message}";
            }
        }

        return new KnownDisagreements(rows);
    }

    /// <summary>The row that explains a disagreement: each of its differences must have one, and the first is given; null where one has none.</summary>
    /// <param name="disagreement">The disagreement.</param>
    public KnownDisagreement? Find(Disagreement disagreement)
    {
        ArgumentNullException.ThrowIfNull(disagreement);
        KnownDisagreement?[] found = [.. disagreement.Differences.Select(d => Rows.FirstOrDefault(row => row.Difference.IsMatch(d)))];
        return found.Length > 0 && found.All(static row => row is not null) ? found[0] : null;
    }
}
