using LocalMig.Tool;

namespace LocalMig.Tests.Tool;

/// <summary>One run of the tool inside this process, as a script would see it.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public static ToolRun Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = ToolCommand.Run(arguments, new ToolConsole(output, error, Interactive: false, Colour: false));
        return new ToolRun(code, output.ToString(), error.ToString());
    }
}
