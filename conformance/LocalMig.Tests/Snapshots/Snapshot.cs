using System.Runtime.CompilerServices;
using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace LocalMig.Tests.Snapshots;

/// <summary>Compares a text with the one that was approved, with the semantics and the file names of Verify:
/// <c>Type.Method.verified.txt</c> stands beside the test's source; where it is missing or differs,
/// <c>Type.Method.received.txt</c> is written beside it and the test fails. Nothing is ever accepted by itself:
/// to accept, move the received file over the verified one. (Verify itself takes this file's place the day it can be restored.)</summary>
internal static class Snapshot
{
    /// <summary>Fails unless the text equals the approved one. Line ends and the end of the last line do not count.</summary>
    /// <param name="actual">The text.</param>
    /// <param name="parameters">Tells the cases of one test apart: <c>Type.Method_PARAMETERS.verified.txt</c>.</param>
    /// <param name="source">The file of the test, given by the compiler: its name is the type's.</param>
    /// <param name="method">The test, given by the compiler.</param>
    public static void Verify(string actual, string parameters = "", [CallerFilePath] string source = "", [CallerMemberName] string method = "")
    {
        string name = $"{Path.GetFileNameWithoutExtension(source)}.{method}{(parameters.Length == 0 ? "" : "_" + parameters)}";
        string folder = Path.GetDirectoryName(source)!;
        Assert.True(Directory.Exists(folder), $"snapshots stand beside the sources, and {folder} is not here: run the tests where they were built");
        string? difference = Compare(Path.Combine(folder, name), actual);
        if (difference is not null)
            Assert.Fail(difference);
    }

    /// <summary>Gives what to tell, or null where the text is the approved one.</summary>
    /// <param name="path">The files' path without <c>.verified.txt</c>.</param>
    /// <param name="actual">The text.</param>
    internal static string? Compare(string path, string actual)
    {
        string verified = path + ".verified.txt";
        string received = path + ".received.txt";
        string text = Normalise(actual);
        string? approved = File.Exists(verified) ? Normalise(File.ReadAllText(verified)) : null;
        if (string.Equals(text, approved, StringComparison.Ordinal))
        {
            File.Delete(received);
            return null;
        }

        File.WriteAllText(received, text + "\n");
        return approved is null
            ? $"nothing was approved yet; read {received} and move it to {verified} if it is right"
            : $"differs from what was approved; to accept, move {received} over {verified}\n{Difference(approved, text)}";
    }

    private static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    private static string Difference(string approved, string actual)
    {
        var lines = new StringBuilder();
        foreach (DiffPiece line in InlineDiffBuilder.Diff(approved, actual).Lines)
        {
            if (line.Type != ChangeType.Unchanged)
                lines.Append(line.Type == ChangeType.Inserted ? "+ " : "- ").AppendLine(line.Text);
        }

        return lines.ToString();
    }
}
