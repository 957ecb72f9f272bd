using System.CommandLine;

namespace LocalMig.Tool;

/// <summary>A verb of the tool: a command whose help ends with examples. One file per verb stands in Verbs/.</summary>
internal sealed class Verb(string name, string description, params IReadOnlyList<(string CommandLine, string Effect)> examples)
    : Command(name, description)
{
    /// <summary>Command lines with what they do, for the help text.</summary>
    public IReadOnlyList<(string CommandLine, string Effect)> Examples { get; } = examples;
}
