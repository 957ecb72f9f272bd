using System.Diagnostics;
using LocalMig.Machine.Recording;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Faults.Matrix;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite.Faults.Recordings;

/// <summary>All edited recordings, and how they are judged.</summary>
public static class RecordedEdits
{
    /// <summary>In the order of the specification.</summary>
    public static IReadOnlyList<RecordedEdit> All { get; } =
        [.. ParameterEdits.All, .. ChannelEdits.All, .. DeviceEdits.All, .. TransferEdits.All, .. MonitorEdits.All, .. StreamEdits.All, .. SideEdits.All];

    /// <summary>Judges edited recordings, in this process.</summary>
    /// <param name="edits">Which.</param>
    /// <param name="fixtures">The folder with the good recordings.</param>
    /// <param name="finished">Called for each.</param>
    public static KillMatrix Run(IReadOnlyList<RecordedEdit> edits, string fixtures, Action<MatrixRow>? finished = null)
    {
        string folder = Directory.CreateTempSubdirectory("localmig-edited-").FullName;
        try
        {
            List<MatrixRow> rows = [];
            foreach (RecordedEdit edit in edits)
            {
                rows.Add(Judge(edit, fixtures, folder));
                finished?.Invoke(rows[^1]);
            }

            return new KillMatrix(rows);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static MatrixRow Judge(RecordedEdit edit, string fixtures, string folder)
    {
        long start = Stopwatch.GetTimestamp();
        string path = Path.Combine(folder, edit.Name + Path.GetExtension(edit.Fixture));
        string? broken = Write(edit, Path.GetFullPath(edit.Fixture, Path.GetFullPath(fixtures)), path);
        if (broken is null && (edit.IsStream ? StreamTarget.Open(path) : TranscriptTarget.Open(path)).TryGet(out ITarget? target, out broken))
        {
            using (target)
            {
                MatrixRow own = Judge(edit, target, [.. edit.Breaks.Select(static id => new Glob(id))]);
                return own.IsCaught || own.Broken is not null ? own : Judge(edit, target, []);
            }
        }

        return new MatrixRow(edit.Name, edit.Mistake, edit.Breaks, edit.Fixture, "", (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds, [], broken);
    }

    private static MatrixRow Judge(RecordedEdit edit, ITarget target, IReadOnlyList<Glob> filters)
    {
        RunResult result = new CaseRunner(target, CaseList.All, new RunOptions { Profile = edit.Profile, Filters = filters }).Run();
        return MatrixRow.Of(edit.Name, edit.Mistake, edit.Breaks, result) with { Target = edit.Fixture, Broken = result.Broken };
    }

    private static EditedStream Read(string good)
    {
        RecordingFiles files = new(good);
        string log = File.Exists(files.Log) ? File.ReadAllText(files.Log) : "";
        IEnumerable<string> sides = files.SideChannels.Append(files.ReturnPath).Where(File.Exists);
        return new EditedStream(File.ReadAllBytes(good), log, sides.ToDictionary(side => side[Path.ChangeExtension(good, null).Length..], File.ReadAllBytes, StringComparer.Ordinal));
    }

    private static void Write(EditedStream stream, string path)
    {
        File.WriteAllBytes(path, stream.Bytes);
        if (stream.Log.Length > 0)
            File.WriteAllText(new RecordingFiles(path).Log, stream.Log);
        foreach ((string ending, byte[] side) in stream.Sides)
            File.WriteAllBytes(Path.ChangeExtension(path, ending), side);
    }

    // Gives what is wrong, or null.
    private static string? Write(RecordedEdit edit, string good, string path)
    {
        try
        {
            if (edit.IsStream)
            {
                EditedStream stream = Read(good);
                edit.Stream(stream);
                Write(stream, path);
            }
            else
            {
                EditedTranscript transcript = new(File.ReadAllText(good).Split('\n'));
                edit.Transcript(transcript);
                File.WriteAllText(path, string.Join('\n', transcript.Lines));
            }

            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
        {
            return failed.Message;
        }
    }
}
