using System.Diagnostics;
using LocalMig.Descriptors;
using LocalMig.Machine;
using LocalMig.Machine.Transcripts;
using LocalMig.Qmp;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Qmp;

/// <summary>Clients that are not ours, through the recorder, at the reference.</summary>
public sealed class RealClientTests : IDisposable
{
    private const string Installed = "/opt/localmig/qmp-client";

    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-client-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_library_of_QEMU_connects_negotiates_runs_commands_and_receives_events_without_complaint()
    {
        string packages = Path.Combine(Environment.GetEnvironmentVariable("LOCALMIG_QMP_CLIENT") is { Length: > 0 } named ? named : Installed, "usr/lib/python3/dist-packages");
        Assert.SkipUnless(Directory.Exists(Path.Combine(packages, "qemu/qmp")), "QEMU's Python library is not here; scripts/install-qmp-client.sh brings it");
        Assert.SkipUnless(IsProgram("python3"), "there is no python3");
        const string Said = """
            version 11
            local False
            schema True
            refused GenericError Parameter 'nosuch' is unexpected
            refused CommandNotFound The command nosuch has not been found
            events STOP RESUME
            descriptor taken

            """;
        Transcript transcript = Record("python3", [Fixture.Path("../scripts/qmp-client.py"), Tap], "", ("PYTHONPATH", packages), out string output);
        Assert.Equal(Said + Said, output);
        Assert.Equal(2, transcript.Count(static l => l.Kind == TranscriptKind.Greeting));
        Assert.Equal(2, transcript.Sum(static l => l.Descriptors));
        Assert.Empty(TranscriptRules.Check(transcript));
    }

    [Fact]
    public void Socat_is_answered_all_of_what_it_sends_at_once_although_it_ends_its_direction()
    {
        Assert.SkipUnless(IsProgram("socat"), "there is no socat");
        const string Input = "{\"execute\": \"qmp_capabilities\"}\n{\"execute\": \"query-status\", \"id\": [1]}\n{\"execute\": \n\"stop\"}{\"execute\": \"cont\"}\n";
        Transcript transcript = Record("socat", ["-t", "60", "-", "UNIX-CONNECT:" + Tap], Input, ("LC_ALL", "C"), out string output);
        string[] lines = output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, lines.Length);
        Assert.StartsWith("{\"QMP\"", lines[0], StringComparison.Ordinal);
        Assert.Equal("{\"return\": {\"status\": \"running\", \"running\": true}, \"id\": [1]}", lines[2]);
        Assert.Equal(["STOP", "RESUME"], transcript.Where(static l => l.Kind == TranscriptKind.Event).Select(static l => l.Value!["event"]!.AsString));
        Assert.Empty(TranscriptRules.Check(transcript));
    }

    private string Tap => Path.Combine(_folder, "tap.qmp");

    private Transcript Record(string program, IReadOnlyList<string> arguments, string input, (string Name, string Value) variable, out string output)
    {
        using VmServer vm = VmServer.Start(new VmOptions(), Path.Combine(_folder, "vm.qmp")).Value;
        using StringWriter text = new();
        using CancellationTokenSource end = new();
        using QmpRecorder recorder = new(UnixListener.Bind(Tap).Value, vm.QmpPath, new TranscriptWriter(text));
        Task<string?> run = Task.Run(() => recorder.Run(once: false, end.Token), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[variable.Name] = variable.Value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((0, ""), (process.ExitCode, errors.Result));
        end.Cancel();
        Assert.Null(run.Result);
        return TranscriptReader.Read(text.ToString());
    }

    private static bool IsProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));
}
