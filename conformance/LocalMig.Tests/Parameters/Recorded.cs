using LocalMig.Json;

namespace LocalMig.Tests.Parameters;

/// <summary>One command of a recorded conversation and what came back.</summary>
/// <param name="Line">The line of the request, from 1.</param>
/// <param name="Command">The command's name.</param>
/// <param name="Arguments">Its arguments; an empty object where there were none.</param>
/// <param name="Reply">The reply, or null where QEMU closed the connection instead. Commands that found it closed are left out.</param>
/// <param name="Events">How many events came before the reply.</param>
internal sealed record Exchange(int Line, string Command, JsonValue Arguments, JsonValue? Reply, int Events)
{
    public string? Error => Reply?["error"]?["desc"]?.AsString;
}

/// <summary>Reads the conversations as far as these tests need them.</summary>
internal static class Recorded
{
    /// <summary>Pairs requests and replies of one monitor; <paramref name="side"/> is empty where there is only one.
    /// A new command line starts a new machine and is given as an exchange named <c>$</c>.</summary>
    public static IEnumerable<Exchange> Exchanges(string transcript, string side = "")
    {
        string prefix = side.Length == 0 ? "" : side + " ";
        (int Line, JsonValue Request)? open = null;
        int events = 0;
        string[] lines = Fixture.Text($"transcripts/{transcript}").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.StartsWith("$ ", StringComparison.Ordinal))
                yield return new Exchange(i + 1, "$", JsonValue.EmptyObject, null, 0);
            if (line.StartsWith(prefix + "-> ", StringComparison.Ordinal))
            {
                (open, events) = (Parse(line[(prefix.Length + 3)..]) is { } request ? (i + 1, request) : null, 0);
            }
            else if (open is not { } asked)
            {
                continue;
            }
            else if (line.StartsWith("!! send failed", StringComparison.Ordinal))
            {
                open = null;
            }
            else if (line.StartsWith("!! EOF", StringComparison.Ordinal))
            {
                yield return Pair(asked, null, events);
                open = null;
            }
            else if (line.StartsWith(prefix + "<- ", StringComparison.Ordinal) && Parse(line[(prefix.Length + 3)..]) is { } answer)
            {
                if (answer["event"] is not null)
                {
                    events++;
                    continue;
                }

                yield return Pair(asked, answer, events);
                open = null;
            }
        }
    }

    private static Exchange Pair((int Line, JsonValue Request) asked, JsonValue? reply, int events) =>
        new(asked.Line, asked.Request["execute"] is { Kind: JsonKind.String } name ? name.AsString : "", asked.Request["arguments"] ?? JsonValue.EmptyObject, reply, events);

    // The escapes of the recorder stand behind the message; none of these messages has one inside.
    private static JsonValue? Parse(string text)
    {
        string message = text.Split("   # ")[0].Replace(" [+ fd in SCM_RIGHTS]", "", StringComparison.Ordinal).TrimEnd();
        while (message.EndsWith("\\n", StringComparison.Ordinal) || message.EndsWith("\\r", StringComparison.Ordinal))
            message = message[..^2];

        // QEMU 11 and 7 write an infinite number as a bare word.
        message = message.Replace(": inf", ": null", StringComparison.Ordinal).Replace(": -inf", ": null", StringComparison.Ordinal);
        return message.StartsWith('{') && message.EndsWith('}') ? Fixture.TryJson(message) : null;
    }
}
