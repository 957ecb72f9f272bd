using System.Text;

namespace LocalMig.Tool;

/// <summary>Where a verb writes to, and what may be written there.</summary>
/// <param name="Out">The verb's result.</param>
/// <param name="Error">Diagnostics and progress.</param>
/// <param name="Interactive">Whether <paramref name="Error"/> is a terminal, where progress may be redrawn.</param>
/// <param name="Colour">Whether colours may be used on it: a terminal, and NO_COLOR is not set.</param>
internal sealed record ToolConsole(TextWriter Out, TextWriter Error, bool Interactive, bool Colour)
{
    private const int TextBuffer = 8192; // characters
    private const int LineBuffer = 256; // characters

    /// <summary>Opens what stands behind <see cref="Out"/> for UTF-8 that needs no encoding any more; null where there is only text.</summary>
    public Func<System.IO.Stream>? OpenBytes { get; init; }

    /// <summary>Prints a JSON text that is written as bytes, and ends its line.</summary>
    public void WriteJson(Action<System.IO.Stream> write)
    {
        if (OpenBytes is not null)
        {
            Out.Flush();
            using System.IO.Stream bytes = OpenBytes();
            write(bytes);
            bytes.WriteByte((byte)'\n');
            return;
        }

        using var kept = new MemoryStream();
        write(kept);
        Out.WriteLine(Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length));
    }

    /// <summary>Prints a text of many pieces. <see cref="Out"/> itself would pass each on by a system call of its own.</summary>
    public void WriteText(Action<TextWriter> write)
    {
        if (OpenBytes is null)
        {
            write(Out);
            return;
        }

        Out.Flush();
        using var text = new StreamWriter(OpenBytes(), bufferSize: TextBuffer);
        write(text);
    }

    /// <summary>The console of this process.</summary>
    public static ToolConsole OfProcess()
    {
        bool terminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        // no-color.org: set, and not empty, whatever the value.
        bool colour = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new ToolConsole(Writer(StandardStream.Output), Writer(StandardStream.Error), terminal, colour) { OpenBytes = () => new StandardStream(StandardStream.Output) };
    }

    // Each line is there when it is written, and whole, whichever thread writes it.
    private static TextWriter Writer(int number) =>
        TextWriter.Synchronized(new StreamWriter(new StandardStream(number), bufferSize: LineBuffer) { AutoFlush = true });

    /// <summary>Prints a diagnostic.</summary>
    public void Say(string text) => Error.WriteLine($"localmig: {text}");

    /// <summary>Tells scripts that somebody listens.</summary>
    public void Ready()
    {
        Out.WriteLine("ready");
        Out.Flush();
    }
}
