using LocalMig.Channels;
using LocalMig.Machine.Recording;
using LocalMig.Wire;

namespace LocalMig.Tests.Machine.Recording;

/// <summary>A recorder on a thread of its own, which listens when this is constructed.</summary>
internal sealed class RecorderRun : IDisposable
{
    private readonly ManualResetEventSlim _listening = new();
    private readonly Thread _thread;
    private Result<RecordingReport, ParseError> _result;

    public RecorderRun(RecordingFiles files, MigrationAddress main, TimeSpan idle, MigrationAddress? cpr = null)
    {
        var recorder = new StreamRecorder(files, idle) { Cancellation = TestContext.Current.CancellationToken };
        _thread = new Thread(() =>
        {
            _result = recorder.Receive(main, cpr, _listening.Set);
            _listening.Set();
        });
        _thread.Start();
        _listening.Wait(TestContext.Current.CancellationToken);
    }

    /// <summary>What was received; waits for it.</summary>
    public Result<RecordingReport, ParseError> Result
    {
        get
        {
            _thread.Join();
            return _result;
        }
    }

    public void Dispose()
    {
        _thread.Join();
        _listening.Dispose();
    }
}
