namespace LocalMig.Fuzz.Engine;

/// <summary>What <c>run</c> is told.</summary>
/// <param name="Time">How long.</param>
/// <param name="Seed">Where chance begins.</param>
/// <param name="Executions">How many at most for each worker; 0 for no such limit.</param>
/// <param name="StopAt">How many findings are enough; 0 for no such limit.</param>
internal sealed record RunOptions(TimeSpan Time, ulong Seed, long Executions, int StopAt);
