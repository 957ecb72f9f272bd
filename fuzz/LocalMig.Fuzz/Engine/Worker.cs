using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LocalMig.Fuzz.Engine;

/// <summary>A worker's process as its parent sees it: started, watched, and started again where an input ended it.</summary>
internal sealed class Worker : IDisposable
{
    // For one that waits without working; generous, because a busy machine lets it wait as well.
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(5);

    private readonly FuzzTarget _target;
    private readonly WorkFolder _folder;
    private readonly RunOptions _options;
    private readonly StringBuilder _lastWords = new();
    private readonly HashSet<string> _known;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Stopwatch _sinceProgress = new();
    private Process? _process;
    private long _seen = -1;
    private TimeSpan _cpuAtProgress;
    private TimeSpan _workedBefore;
    private int _restarts;

    public Worker(FuzzTarget target, string shared, string name, RunOptions options)
    {
        _target = target;
        _options = options;
        _folder = new WorkFolder(shared, name);
        _folder.SetFindingsAside();
        State = new SharedState(Path.Combine(_folder.Root, ".state"));
        State.Executions = 0;
        State.Findings = 0;
        State.Taken = 0;
        State.DescriptorsBefore = 0;
        _known = new HashSet<string>(_folder.Signatures(), StringComparer.Ordinal);
        Start();
    }

    /// <summary>How far it is.</summary>
    public SharedState State { get; }

    public FuzzTarget Target => _target;

    /// <summary>The processor time that its processes have used.</summary>
    public TimeSpan Worked { get; private set; }

    /// <summary>Descriptions of the findings of this run, newest last.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>Whether it has done what it was told.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether it failed in a way that is no finding.</summary>
    public string? Broken { get; private set; }

    /// <summary>Looks after the process once.</summary>
    public void Watch()
    {
        if (IsDone)
            return;
        if (_process!.HasExited)
        {
            _process.WaitForExit();
            Ended(_process.ExitCode);
            return;
        }

        long executions = Volatile.Read(ref State.Executions);
        TimeSpan cpu = ProcessorTime();
        Worked = _workedBefore + cpu;
        if (executions != _seen || Volatile.Read(ref State.Busy) == 0)
        {
            _seen = executions;
            _cpuAtProgress = cpu;
            _sinceProgress.Restart();
            return;
        }

        if (cpu - _cpuAtProgress < _target.TimeLimit && _sinceProgress.Elapsed < WaitLimit)
            return;
        Stop();
        Save(Finding.OfHang(_target, _target.TimeLimit));
        Restart();
    }

    public void Dispose()
    {
        Stop();
        State.Dispose();
    }

    private void Start()
    {
        _lastWords.Clear();
        _seen = -1;
        TimeSpan left = _options.Time - _clock.Elapsed;
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            // Its end tells the worker that the parent is gone.
            RedirectStandardInput = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "LocalMig.Fuzz.dll"),
                "worker",
                _target.Name,
                Path.GetDirectoryName(_folder.Root)!,
                _folder.Name,
                (_options.Seed + (ulong)_restarts).ToString(CultureInfo.InvariantCulture),
                Math.Max(0, left.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                _options.Executions.ToString(CultureInfo.InvariantCulture),
                _options.StopAt.ToString(CultureInfo.InvariantCulture),
            },
        };
        // An input that makes the heap grow without end shall meet a limit before the machine does.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x30000000";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        // Collections are rare where the youngest generation is large; and no socket of the runtime's own among the descriptors.
        start.Environment["DOTNET_GCgen0size"] = "0x4000000";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // A process that ends soon has no use for code that is measured before it is compiled well.
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_lastWords)
            {
                if (line.Data is not null && _lastWords.Length < 1 << 16)
                    _lastWords.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        _sinceProgress.Restart();
        _cpuAtProgress = TimeSpan.Zero;
    }

    private void Ended(int exitCode)
    {
        if (exitCode == 0)
        {
            IsDone = true;
            Findings.AddRange(ReadFindings());
            return;
        }

        string words;
        lock (_lastWords)
            words = _lastWords.ToString();
        if (State.Busy == 0)
        {
            Broken = $"the worker ended with exit code {exitCode}: {words}";
            IsDone = true;
            return;
        }

        Save(Finding.OfDeath(exitCode, words));
        Restart();
    }

    private void Save(Finding finding)
    {
        _folder.AddDeath((ulong)State.Parent);
        if (_known.Add(finding.Signature))
        {
            _ = new WorkFolder(Path.GetDirectoryName(_folder.Root)!, _folder.Name).Add(State.Input, finding, Repeat.Command(_target));
            State.Findings++;
        }
    }

    private void Restart()
    {
        State.Busy = 0;
        _workedBefore = Worked;
        _restarts++;
        if (_clock.Elapsed < _options.Time && (_options.StopAt == 0 || State.Findings < _options.StopAt))
        {
            Start();
            return;
        }

        IsDone = true;
        Findings.AddRange(ReadFindings());
    }

    /// <summary>Descriptions of the findings so far.</summary>
    public IEnumerable<string> ReadFindings() => Directory.EnumerateFiles(_folder.Root, "finding-*.txt").Order(StringComparer.Ordinal).Select(File.ReadAllText);

    private TimeSpan ProcessorTime()
    {
        try
        {
            return _process!.TotalProcessorTime;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return _cpuAtProgress; // it has ended meanwhile
        }
    }

    private void Stop()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }
}
