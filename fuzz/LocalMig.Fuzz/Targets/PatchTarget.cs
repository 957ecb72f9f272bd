using System.Text;
using LocalMig.Fuzz.Mutators;
using LocalMig.Qapi.Review;
using LocalMig.Qapi.Source;

namespace LocalMig.Fuzz.Targets;

/// <summary>Patches and mails.</summary>
public sealed class PatchTarget : FuzzTarget
{
    private const string WithProblems = "problems";
    private const string NoPatch = "no patch";

    /// <inheritdoc/>
    public override string Name => "patch";

    /// <inheritdoc/>
    public override string Summary => "diffs, mails and mailboxes: problems at lines that are there; the same patches with CRLF; every patch is reviewed";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, WithProblems, NoPatch];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles =>
    [
        "src/LocalMig/Qapi/Review/PatchReader.cs", "src/LocalMig/Qapi/Review/DiffParser.cs", "src/LocalMig/Qapi/Review/MailMessage.cs", "src/LocalMig/Qapi/Review/Mailbox.cs",
        "src/LocalMig/Qapi/Review/TransferEncoding.cs", "src/LocalMig/Qapi/Review/EncodedWords.cs", "src/LocalMig/Qapi/Review/InputLine.cs", "src/LocalMig/Qapi/Review/FileDiff.cs",
    ];

    /// <inheritdoc/>
    public override int MaximumLength => 4096;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(
        "diff --git a/qapi/x.json b/qapi/x.json\n", "--- a/qapi/x.json\n", "+++ b/qapi/x.json\n", "@@ -1,2 +1,3 @@", "--- /dev/null\n", "+++ /dev/null\n", "\\ No newline at end of file\n", "From 0123456789abcdef Mon Sep 17 00:00:00 2001\n",
        "Subject: [PATCH v2 1/3] ", "Content-Transfer-Encoding: quoted-printable\n", "Content-Transfer-Encoding: base64\n", "Content-Type: multipart/mixed; boundary=\"b\"\n", "--b\n", "--b--\n", "=?utf-8?q?x=20y?=", "=?utf-8?b?eA==?=", "=\n", "=3D",
        "rename from ", "rename to ", "new file mode 100644\n", "Binary files ");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new LineMutator(
    [
        "diff --git a/qapi/x.json b/qapi/x.json", "index 1234567..89abcde 100644", "--- a/qapi/x.json", "+++ b/qapi/x.json", "@@ -1,2 +1,3 @@ context", " ##", "+# @x:", "-# @y:", "+{ 'command': 'x' }", " # text", "\\ No newline at end of file",
        "From 0123456789abcdef Mon Sep 17 00:00:00 2001", "From: A <a@example.org>", "Subject: [PATCH v2 1/3] x", "Message-ID: <1@example.org>", "Content-Transfer-Encoding: quoted-printable", "Content-Transfer-Encoding: base64",
        "Content-Type: multipart/mixed; boundary=\"b\"", "--b", "--b--", "Subject: =?utf-8?q?x=20y?=", " folded", "", "> quoted", "-- ", "2.1.0", "--- /dev/null", "+++ /dev/null", "rename from a/x", "rename to b/y",
    ]);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) =>
    [
        .. SeedInputs.Files(fixtures, "doc-local", "*.patch").Select(static path => File.ReadAllBytes(path)),
        .. Words.Of(
            "diff --git a/qapi/x.json b/qapi/x.json\nnew file mode 100644\n--- /dev/null\n+++ b/qapi/x.json\n@@ -0,0 +1,2 @@\n+##\n+# x\n\\ No newline at end of file\n",
            "diff --git a/qapi/x.json b/qapi/x.json\n--- a/qapi/x.json\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\ndiff --git a/y b/z\nrename from y\nrename to z\nBinary files a/q and b/q differ\n",
            "From 0123456789abcdef Mon Sep 17 00:00:00 2001\nFrom: =?utf-8?q?x=20y?= <a@example.org>\nSubject: [PATCH v2 1/3] =?utf-8?b?eA==?=\n\n--- a/qapi/x.json\n+++ b/qapi/x.json\n@@ -1,2 +1,3 @@ context\n a\n+b\n c\n",
            "--- a/qapi/x.json\n+++ b/qapi/x.json\n@@ -0,0 +1,3 @@\n+##\n+# @x:\n+##\n",
            "From: A <a@example.org>\nSubject: =?utf-8?b?W1BBVENIXSB4?=\nContent-Transfer-Encoding: quoted-printable\n\n--- a/q.json\n+++ b/q.json\n@@ -1 +1 @@\n-a=3Db\n+a=\nb\n-- \n2.1\n",
            "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\nSubject: [PATCH v3 2/2] x\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nLS0tIGEvcS5qc29uCisrKyBiL3EuanNvbgpAQCAtMSArMSBAQAotYQorYgo=\n--b--\n",
            "--- a/x\n+++ b/x\ndiff\n", "--- a/x\n+++ b/x\n@@ nonsense @@\n@@ -1 x1 @@\n@@ -1,a +1 @@\n", "--- \"a/x\"\n+++ \"b/x\"\n@@ -1,2 +1,2 @@\n a\n\\ No newline at end of file\n+\u00ff\n-b\n",
            "--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\nend\n", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+\ufffd\n",
            "From: =?x =?utf-8?q?=zz?= =?iso-8859-1?q?=e9_x?= <a@b>\n folded\n\tmore\nSubject: =?utf-8?b?!?=\nContent-Type: text/plain; charset=iso-8859-1\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+\u00e9\n",
            "From: a@b\nSubject: x\nContent-Type: text/plain; charset=koi8-r\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "From: a@b\nSubject: x\nContent-Transfer-Encoding: uuencode\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
            "From: a@b\nSubject: x\nContent-Transfer-Encoding: base64\n\nLS0t\nIGEv\nc!\n", "From: a@b\nSubject: x\nContent-Transfer-Encoding: base64\n\nLS0tIGEveAor\nKysgYi94CkBA\nIC0xICsxIEBACi1h\nCitiCg==\n",
            "From: a@b\nSubject: x\nContent-Transfer-Encoding: quoted-printable\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+=zz=\n",
            "From: a@b\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\nx\n--b\nContent-Type: image/png\n\nx\n--b\n folded first\nContent-Type: text/x-patch\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--b--\n"),
    ];

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        IReadOnlyList<Patch> patches = PatchReader.Read(input.ToArray(), out IReadOnlyList<ReviewProblem> problems);
        int lines = input.Count((byte)'\n') + 2;
        Check(problems.All(problem => problem.Line >= 0 && problem.Line <= lines && problem.Text.Length > 0), "a problem stands at a line that is there");
        Check(patches.All(patch => patch.Files.All(file => file.InputLine >= 1 && file.InputLine <= lines)), "a diff stands at a line that is there");
        return problems.Count > 0 ? WithProblems : patches.Count > 0 ? Accepted : NoPatch;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        IReadOnlyList<Patch> patches = PatchReader.Read(input.ToArray(), out IReadOnlyList<ReviewProblem> problems);
        if (!input.Contains((byte)'\r'))
        {
            byte[] windows = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(input).Replace("\n", "\r\n", StringComparison.Ordinal));
            IReadOnlyList<Patch> again = PatchReader.Read(windows, out IReadOnlyList<ReviewProblem> others);
            Check(again.Count == patches.Count && others.Count == problems.Count, "line ends do not change what is read");
            Check(again.SelectMany(static patch => patch.Files).Sum(static file => file.Hunks.Count) == patches.SelectMany(static patch => patch.Files).Sum(static file => file.Hunks.Count), "line ends do not change the hunks");
        }

        foreach (ReviewedPatch reviewed in PatchReview.Run(patches, new ReviewOptions(), out _))
            _ = ReviewMail.Write(reviewed);
        var empty = new MemorySchemaFiles(new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal));
        _ = PatchReview.Run(patches, new ReviewOptions { Base = empty }, out _);
    }
}
