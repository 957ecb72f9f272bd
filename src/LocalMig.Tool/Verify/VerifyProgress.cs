using LocalMig.Suite;
using Spectre.Console;

namespace LocalMig.Tool.Verify;

/// <summary>Shows how far a run is: a bar redrawn in place on a terminal, a plain line per group of cases otherwise.</summary>
internal sealed class VerifyProgress
{
    private readonly TextWriter? _lines;
    private readonly ProgressTask? _bar;
    private readonly Lock _lock = new();
    private string _group = "";
    private int _passed;
    private int _others;

    private VerifyProgress(TextWriter? lines, ProgressTask? bar)
    {
        _lines = lines;
        _bar = bar;
    }

    /// <summary>Shows progress while something runs.</summary>
    /// <param name="console">Where to show it.</param>
    /// <param name="steps">How many steps there will be: cases, or workers.</param>
    /// <param name="quiet">Whether to show nothing.</param>
    /// <param name="run">What runs; it reports to the progress that it is given.</param>
    public static RunResult Show(ToolConsole console, int steps, bool quiet, Func<VerifyProgress, RunResult> run)
    {
        if (quiet)
            return run(new VerifyProgress(null, null));
        if (!console.Interactive)
        {
            var lines = new VerifyProgress(console.Error, null);
            RunResult plain = run(lines);
            lines.EndGroup();
            return plain;
        }

        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(console.Error),
            ColorSystem = console.Colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        return terminal.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .Start(context => run(new VerifyProgress(null, context.AddTask("cases", maxValue: Math.Max(1, steps)))));
    }

    /// <summary>A case or a control has ended.</summary>
    public void CaseFinished(CaseEvidence evidence)
    {
        if (evidence.Group is "CONTROL")
            return;
        lock (_lock)
        {
            if (!string.Equals(_group, evidence.Group, StringComparison.Ordinal))
                EndGroup();
            _group = evidence.Group;
            _ = evidence.Verdict == Verdict.Pass ? _passed++ : _others++;
            if (_bar is not null)
                _bar.Description = Markup.Escape(evidence.CaseId);
            _bar?.Increment(1);
        }
    }

    /// <summary>A worker has ended.</summary>
    public void ShardFinished(Shard shard)
    {
        lock (_lock)
        {
            _lines?.WriteLine($"shard {shard} done");
            _bar?.Increment(1);
        }
    }

    private void EndGroup()
    {
        if (_passed + _others > 0)
            _lines?.WriteLine($"{_group}: {_passed} passed, {_others} other");
        (_passed, _others) = (0, 0);
    }
}
