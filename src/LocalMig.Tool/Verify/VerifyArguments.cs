using LocalMig.Suite;

namespace LocalMig.Tool.Verify;

/// <summary>A command line of <c>localmig verify</c>, parsed.</summary>
internal sealed record VerifyArguments
{
    public required string Target { get; init; }
    public string? Fault { get; init; }
    public bool Destructive { get; init; }
    public required RunOptions Options { get; init; }
    public bool List { get; init; }
    public bool Json { get; init; }
    public string? Report { get; init; }
    public int? Jobs { get; init; }
    public bool Verbose { get; init; }
    public bool Quiet { get; init; }
}
