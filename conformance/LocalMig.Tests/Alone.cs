namespace LocalMig.Tests;

/// <summary>Tests that count what the whole process holds (descriptors, children) run while no other test does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
