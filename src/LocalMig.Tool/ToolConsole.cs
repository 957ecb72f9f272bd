namespace LocalMig.Tool;

/// <summary>Where a verb writes to, and what may be written there.</summary>
/// <param name="Out">The verb's result.</param>
/// <param name="Error">Diagnostics and progress.</param>
/// <param name="Interactive">Whether <paramref name="Error"/> is a terminal, where progress may be redrawn.</param>
/// <param name="Colour">Whether colours may be used on it: a terminal, and NO_COLOR is not set.</param>
internal sealed record ToolConsole(TextWriter Out, TextWriter Error, bool Interactive, bool Colour)
{
    /// <summary>The console of this process.</summary>
    public static ToolConsole OfProcess()
    {
        bool terminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        // no-color.org: set, and not empty, whatever the value.
        bool colour = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new ToolConsole(Console.Out, Console.Error, terminal, colour);
    }

    /// <summary>Prints a diagnostic.</summary>
    public void Say(string text) => Error.WriteLine($"localmig: {text}");

    /// <summary>Tells scripts that somebody listens.</summary>
    public void Ready()
    {
        Out.WriteLine("ready");
        Out.Flush();
    }

    /// <summary>Prints a JSON text that is written as bytes.</summary>
    public void WriteJson(Action<System.IO.Stream> write)
    {
        using var text = new MemoryStream();
        write(text);
        Out.WriteLine(System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
    }
}
