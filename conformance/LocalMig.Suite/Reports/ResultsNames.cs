using LocalMig.Parameters;
using LocalMig.Spec;

namespace LocalMig.Suite.Reports;

/// <summary>The names that reports and the command line use for values of our enumerations.</summary>
public static class ResultsNames
{
    /// <summary>The id of a profile: <c>proposal</c>, <c>v16</c>, <c>upstream</c>.</summary>
    public static string Of(Profile profile) => profile switch
    {
        Profile.Proposal => "proposal",
        Profile.V16 => "v16",
        Profile.Upstream => "upstream",
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };

    /// <summary>The name of a level: <c>must</c>.</summary>
    public static string Of(Level level) => level switch
    {
        Level.Must => "must",
        Level.Should => "should",
        Level.May => "may",
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };

    /// <summary>The name of a verdict: <c>pass</c>, <c>expected-failure</c>.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "fail",
        Verdict.Skip => "skip",
        Verdict.Unsupported => "unsupported",
        Verdict.Error => "error",
        Verdict.Timeout => "timeout",
        Verdict.ExpectedFailure => "expected-failure",
        Verdict.UnexpectedPass => "unexpected-pass",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    /// <summary>Finds the value that has a name.</summary>
    public static bool TryParse<T>(string name, Func<T, string> nameOf, out T value)
        where T : struct, Enum
    {
        foreach (T candidate in Enum.GetValues<T>())
        {
            if (string.Equals(nameOf(candidate), name, StringComparison.Ordinal))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The direction of a wire record: <c>sent</c>.</summary>
    internal static string Of(WireDirection direction) => direction switch
    {
        WireDirection.Note => "note",
        WireDirection.Sent => "sent",
        WireDirection.Received => "received",
        _ => throw new ArgumentOutOfRangeException(nameof(direction)),
    };
}
