namespace LocalMig.Suite.Reports;

/// <summary>The folder of <c>--report</c>: report.txt, results.json and junit.xml of one run.</summary>
public static class ReportFolder
{
    /// <summary>Writes all reports; makes the folder where it is missing.</summary>
    public static void Write(string folder, RunResult result)
    {
        Directory.CreateDirectory(folder);
        using (StreamWriter text = File.CreateText(Path.Combine(folder, "report.txt")))
            new TextReport(text).Write(result);
        File.WriteAllText(Path.Combine(folder, "results.json"), JsonReport.Write(result) + "\n");
        File.WriteAllText(Path.Combine(folder, "junit.xml"), JUnitReport.Write(result));
    }
}
