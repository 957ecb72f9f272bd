namespace LocalMig.Fuzz;

/// <summary>One parser to fuzz: how it is fed, which outcomes it may have, and what must hold besides not crashing. Targets stand
/// in Targets/, one file each, and are found by reflection. An instance is used by one thread and may keep buffers.</summary>
public abstract class FuzzTarget
{
    /// <summary>The outcome of an input that was read without an error.</summary>
    public const string Accepted = "accepted";

    /// <summary>The name on the command line and of its folders: lower case, with hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>What is read, and which oracles watch over it, in a line.</summary>
    public abstract string Summary { get; }

    /// <summary>All outcomes that <see cref="Run"/> may have: <see cref="Accepted"/> and codes of error rules. Any other is a finding.</summary>
    public abstract IReadOnlyList<string> Outcomes { get; }

    /// <summary>The source files whose lines the corpus has to reach, relative to <c>src/LocalMig</c> or <c>conformance</c>; a folder
    /// ends with a slash.</summary>
    public abstract IReadOnlyList<string> ParserFiles { get; }

    /// <summary>Words of the language that bytes alone find late.</summary>
    public virtual IReadOnlyList<byte[]> Dictionary => [];

    /// <summary>The most bytes of an input.</summary>
    public virtual int MaximumLength => 4096;

    /// <summary>The most bytes that one execution may allocate.</summary>
    /// <param name="length">The length of the input.</param>
    public virtual long AllocationLimit(int length) => (32L << 20) + (4096L * length);

    /// <summary>The processor time that one execution may take.</summary>
    public virtual TimeSpan TimeLimit => TimeSpan.FromSeconds(5);

    /// <summary>Whether executions open descriptors: then they are counted.</summary>
    public virtual bool OpensDescriptors => false;

    /// <summary>Makes new inputs that keep the structure of the language; null where bytes alone get deep.</summary>
    public virtual IStructureMutator? Mutator => null;

    /// <summary>Inputs to begin with, out of what was recorded.</summary>
    /// <param name="fixtures">The folder <c>fixtures</c>.</param>
    public virtual IEnumerable<byte[]> Seeds(string fixtures) => [];

    /// <summary>The corpus; the seeds where there is none.</summary>
    public IEnumerable<byte[]> StartInputs()
    {
        IReadOnlyList<string> corpus = Places.Inputs(Places.Corpora, Name);
        return corpus.Count > 0 ? corpus.Select(File.ReadAllBytes) : Seeds(Places.Fixtures);
    }

    /// <summary>Reads an input and checks what is cheap to check; this is what the engine measures.</summary>
    /// <returns>One of <see cref="Outcomes"/>.</returns>
    public abstract string Run(ReadOnlySpan<byte> input);

    /// <summary>Checks what takes several runs: for every input of a corpus, and for one in 64 while fuzzing.</summary>
    public virtual void Examine(ReadOnlySpan<byte> input)
    {
    }

    /// <summary>Fails the execution where something does not hold that must.</summary>
    /// <exception cref="OracleException">It does not hold.</exception>
    protected static void Check(bool holds, string oracle)
    {
        if (!holds)
            throw new OracleException(oracle, "");
    }

    /// <inheritdoc cref="Check(bool, string)"/>
    protected static void Check(bool holds, string oracle, Func<string> detail)
    {
        ArgumentNullException.ThrowIfNull(detail);
        if (!holds)
            throw new OracleException(oracle, detail());
    }
}
