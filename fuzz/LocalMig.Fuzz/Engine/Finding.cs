using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace LocalMig.Fuzz.Engine;

/// <summary>What went wrong with an input. Findings of one signature are one finding.</summary>
public sealed partial class Finding
{
    private const int Frames = 3;

    private readonly Func<string> _text;

    private Finding(string kind, Func<string> text, string signature)
    {
        Kind = kind;
        Signature = signature;
        _text = text;
    }

    /// <summary>The exception's type, or <c>hang</c>, <c>died</c>, <c>oracle</c>.</summary>
    public string Kind { get; }

    /// <summary>Eight hexadecimal digits for the kind and the innermost frames of the code under test.</summary>
    public string Signature { get; }

    /// <summary>Message and stack, for people; made when asked for, because the lines of a stack cost more than many executions.</summary>
    public string Text => _text();

    /// <summary>The finding of an exception that came out of a target.</summary>
    public static Finding Of(FuzzTarget target, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(exception);
        return exception is OracleException broken
            ? new Finding("oracle", () => exception.Message, Digest($"{target.Name}|{broken.Oracle}"))
            : OfStack(exception.GetType().Name, exception.ToString, new StackTrace(exception, fNeedFileInfo: false).ToString());
    }

    /// <summary>The finding of a process that died: of its last words.</summary>
    public static Finding OfDeath(int exitCode, string lastWords)
    {
        ArgumentNullException.ThrowIfNull(lastWords);
        string kind = lastWords.Contains("Stack overflow", StringComparison.Ordinal) ? "StackOverflow"
            : lastWords.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) ? "OutOfMemory"
            : "died";
        // A stack overflow prints the repeated frames; where exactly it ended is chance.
        return kind == "StackOverflow"
            ? new Finding(kind, () => lastWords, Digest($"{kind}|{string.Join('|', FramesOf(lastWords).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(1))}"))
            : OfStack(kind, () => $"exit code {exitCode}\n{lastWords}", lastWords);
    }

    /// <summary>The finding of an input that takes too long.</summary>
    public static Finding OfHang(FuzzTarget target, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new Finding("hang", () => $"no end after {limit.TotalSeconds:0} s of processor time", Digest($"{target.Name}|hang"));
    }

    private static Finding OfStack(string kind, Func<string> text, string stack) =>
        new(kind, text, Digest($"{kind}|{string.Join('|', FramesOf(stack).Take(Frames))}"));

    // Methods without arguments and lines: those change with every edit. The engine's own frames are not what is wrong.
    private static IEnumerable<string> FramesOf(string stack) =>
        Frame().Matches(stack).Select(static match => match.Groups["name"].Value)
            .Where(static name => !name.StartsWith("LocalMig.Fuzz.Engine.", StringComparison.Ordinal));

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    [GeneratedRegex(@"^\s*at (?<name>(LocalMig|PlantedBugs)[\w.+`<>|]*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Frame();
}
