using LocalMig.Parameters;
using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;

namespace LocalMig.Spec.Claims;

/// <summary>A statement in the description of a parameter.</summary>
/// <param name="Text">The sentence, or the part of it up to a semicolon.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Topics">What it is about; none where nothing is known that would back it.</param>
public sealed record DocClaim(string Text, int Line, IReadOnlyList<ClaimTopic> Topics)
{
    /// <summary>The claims of a description. Notes about releases are none.</summary>
    public static IReadOnlyList<DocClaim> In(DocSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        List<DocClaim> claims = [];
        foreach (DocBlock block in DocBlock.Split(section.Lines))
        {
            if (!block.IsProse)
                continue;
            DocProse prose = new(block);
            foreach (DocSentence sentence in prose.Sentences())
            {
                int at = sentence.Offset;
                foreach (string part in sentence.Text.Split(';'))
                {
                    string text = WithoutRelease(part);
                    if (text.Any(char.IsLetter))
                        claims.Add(new DocClaim(text, prose.Place(at + part.Length - part.TrimStart().Length).Line, TopicsOf(text)));
                    at += part.Length + 1;
                }
            }
        }

        return claims;
    }

    /// <summary>The topics that the documentation has to speak of in a profile, and that no claim does.</summary>
    public static IReadOnlyList<ClaimTopic> Missing(IReadOnlyList<DocClaim> claims, Profile profile) =>
        [.. ClaimTopics.All.Where(t => t.Expected && t.RequirementsIn(profile).Any() && !claims.Any(c => c.Topics.Contains(t)))];

    private static string WithoutRelease(string text)
    {
        int note = text.IndexOf("(since ", StringComparison.OrdinalIgnoreCase);
        return (note < 0 ? text : text[..note]).Trim();
    }

    private static List<ClaimTopic> TopicsOf(string text)
    {
        string lower = text.ToLowerInvariant();
        return [.. ClaimTopics.All.Where(t => t.Words.All(group => group.Any(phrase => Wording.Next(lower, phrase, 0) >= 0)))];
    }
}
