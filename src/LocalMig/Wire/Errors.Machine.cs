namespace LocalMig.Wire;

public static partial class Errors
{
    /// <summary>A stream that this machine cannot take in though it is well formed.</summary>
    public static readonly ErrorRule LoadRefused = new("load.refused", "what a stream brings fits the machine that loads it");

    /// <summary>Memory of another name or size.</summary>
    public static readonly ErrorRule LoadMemory = new("load.memory", "source and destination have the same blocks of memory");
}
