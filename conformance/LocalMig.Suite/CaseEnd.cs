namespace LocalMig.Suite;

/// <summary>Ends a case before the end of its text. Only <see cref="CaseContext"/> throws it, only the runner catches it.</summary>
internal sealed class CaseEnd(Verdict verdict, string reason) : Exception(reason)
{
    public Verdict Verdict { get; } = verdict;
}
