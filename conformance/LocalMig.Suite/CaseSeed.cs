namespace LocalMig.Suite;

/// <summary>The seed of a case, from the run's seed and the case's id alone.</summary>
internal static class CaseSeed
{
    /// <summary>FNV-1a over the id, started from the run's seed: stable between runs, processes and machines.</summary>
    public static ulong Of(ulong run, string id)
    {
        ulong hash = 14695981039346656037 ^ run;
        foreach (char c in id)
            hash = (hash ^ c) * 1099511628211;
        return hash;
    }
}
