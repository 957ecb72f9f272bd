using System.Globalization;
using LocalMig.Stream;

namespace LocalMig.Tool.Analyze;

/// <summary>Shows on a terminal how far a long analysis is: one line, redrawn in place and wiped at the end.</summary>
internal sealed class AnalyzeProgress : IDisposable
{
    private const int Mebibyte = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _output;
    private readonly SeekableInput _input;
    private readonly Timer? _timer;
    private readonly Lock _lock = new();
    private int _width;
    private bool _over;

    /// <summary>Shows where an input stands, from half a second on.</summary>
    public AnalyzeProgress(ToolConsole console, SeekableInput input)
    {
        _output = console.Error;
        _input = input;
        if (console.Interactive)
            _timer = new Timer(_ => Draw(), null, Patience, Interval);
    }

    /// <summary>Wipes the line.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _over = true;
            if (_width > 0)
                _output.Write($"\r{new string(' ', _width)}\r");
        }
    }

    /// <summary>The line for a place in a stream.</summary>
    public static string Line(long offset, long end) =>
        string.Create(CultureInfo.InvariantCulture, $"{(end == 0 ? 100 : (int)(offset * 100.0 / end)),3} %  {offset / Mebibyte} of {end / Mebibyte} MiB");

    private void Draw()
    {
        lock (_lock)
        {
            if (_over)
                return;
            // Read beside the analysis: any place that it has been at will do.
            string line = Line(_input.Offset, _input.End);
            _width = line.Length;
            _output.Write($"\r{line}");
        }
    }
}
