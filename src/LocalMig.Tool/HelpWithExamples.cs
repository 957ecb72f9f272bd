using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LocalMig.Tool;

/// <summary>The usual help text with the verb's examples below.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not Verb verb)
            return code;

        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach ((string commandLine, string effect) in verb.Examples)
        {
            output.WriteLine($"  {commandLine}");
            output.WriteLine($"      {effect}");
        }

        output.WriteLine();
        return code;
    }
}
