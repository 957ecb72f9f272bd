using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalMig.Parameters;
using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Review;
using LocalMig.Qapi.Source;
using LocalMig.Spec;
using LocalMig.Tests.Snapshots;

namespace LocalMig.Tests.Qapi.Review;

public partial class PatchReviewTests
{
    private static readonly string Folder = Path.Combine(SmallSchemas.Folder, "..", "doc-local");

    private static byte[] First => File.ReadAllBytes(Path.Combine(Folder, "first.patch"));

    private static byte[] Reworded => File.ReadAllBytes(Path.Combine(Folder, "reworded.patch"));

    private static ISchemaFiles Tree => new MemorySchemaFiles(new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
    {
        [Path.GetFullPath("qapi/migration.json")] = File.ReadAllBytes(Path.Combine(Folder, "before.json")),
    });

    [Fact]
    public void The_first_wording_gets_the_remarks_of_the_reviewer_and_the_second_none()
    {
        Snapshot.Verify(Findings(First));
        Assert.Equal("", Findings(Reworded));
    }

    [Fact]
    public void With_the_tree_at_hand_the_remarks_are_the_same()
    {
        Assert.Equal(Findings(First), Findings(First, Tree));
        Assert.Equal("", Findings(Reworded, Tree));
    }

    [Fact]
    public void In_another_profile_the_second_wording_names_the_wrong_property_and_release()
    {
        IReadOnlyList<Patch> patches = PatchReader.Read(Reworded, out _);
        ReviewOptions options = new() { Base = Tree, Lint = ProfileDocumentation.LintOptions(Profile.Upstream) };
        Assert.Equal(["LM-DOC-26", "LM-DOC-27"], PatchReview.Run(patches, options, out _)[0].Findings.Select(static f => f.Rule).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_new_member_without_its_release_is_found_with_and_without_the_tree()
    {
        byte[] patch = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(First).Replace("(Since 11.0)", "that is all.", StringComparison.Ordinal));
        foreach (ISchemaFiles? tree in (ISchemaFiles?[])[null, Tree])
            Assert.Contains("LM-DOC-10", Findings(patch, tree), StringComparison.Ordinal);
    }

    [Fact]
    public void The_reply_quotes_the_patch_and_stands_beneath_it() =>
        Snapshot.Verify(ReviewMail.Write(PatchReview.Run(PatchReader.Read(First, out _), Options(null), out _)[0]));

    [Fact]
    public void The_annotations_are_of_the_documented_syntax()
    {
        Finding[] findings = [.. Reviewed(First).Findings, new Finding("a:b,c", new SchemaFile("x,y:z%.json", ""), 3, 0, "one\ntwo, three: 100%")];
        foreach (Finding finding in findings)
        {
            Match parts = Annotation().Match(GitHubAnnotations.Format(finding));
            Assert.True(parts.Success);
            Assert.Equal(finding.File.Path, Unescape(parts.Groups["file"].Value));
            Assert.Equal(finding.Rule, Unescape(parts.Groups["title"].Value));
            Assert.Equal(finding.Message, Unescape(parts.Groups["message"].Value));
            Assert.Equal(finding.Column > 0, parts.Groups["col"].Success);
        }
    }

    [Fact]
    public void The_SARIF_log_has_what_its_schema_requires()
    {
        IReadOnlyList<Finding> findings = Reviewed(First).Findings;
        using JsonDocument log = JsonDocument.Parse(SarifLog.Write(findings, "1.2.3"));
        JsonElement run = log.RootElement.GetProperty("runs")[0];
        Assert.Equal("2.1.0", log.RootElement.GetProperty("version").GetString());
        JsonElement driver = run.GetProperty("tool").GetProperty("driver");
        Assert.NotEmpty(driver.GetProperty("name").GetString()!);
        JsonElement rules = driver.GetProperty("rules");
        Assert.Equal(findings.Count, run.GetProperty("results").GetArrayLength());
        foreach (JsonElement result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Contains(result.GetProperty("level").GetString(), (string[])["none", "note", "warning", "error"]);
            Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            JsonElement place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.True(Uri.IsWellFormedUriString(place.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.Relative));
            Assert.True(place.GetProperty("region").GetProperty("startLine").GetInt32() >= 1);
            Assert.True(place.GetProperty("region").GetProperty("startColumn").GetInt32() >= 1);
        }
    }

    [Fact]
    public void Bodies_in_base64_and_quoted_printable_and_lines_that_end_in_CRLF_are_read()
    {
        string expected = Findings(First);
        string text = Encoding.UTF8.GetString(First);
        int body = text.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        string head = text[..(body - 1)];
        string content = text[body..];
        Assert.Equal(expected, Findings(Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal))));
        Assert.Equal(expected, Findings(Mail(head, "base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(content), Base64FormattingOptions.InsertLineBreaks))));
        Assert.Equal(expected, Findings(Mail(head, "quoted-printable", QuotedPrintable(content))));
        Assert.Equal(expected, Findings(Mail(head, "8bit", content)));
        string multipart = $"{head}Content-Type: multipart/mixed; boundary=\"xyz\"\n\n--xyz\nContent-Type: text/plain\n\nSee the attachment.\n--xyz\n"
            + $"Content-Type: text/x-patch; charset=us-ascii\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(content))}\n--xyz--\n";
        Assert.Equal(expected, Findings(Encoding.UTF8.GetBytes(multipart)));
    }

    [Fact]
    public void A_thread_is_read_patch_by_patch_and_replies_are_left_out()
    {
        byte[] reply = Encoding.UTF8.GetBytes("\nFrom x@example.org Tue Feb  3 10:00:00 2026\nSubject: Re: [PATCH]\n\n> --- a/qapi/migration.json\n> +++ b/qapi/migration.json\n> @@ -1 +1 @@\n>From here on it is fine.\n");
        byte[] thread = [.. Reworded, .. reply, .. "\n"u8, .. First];
        IReadOnlyList<Patch> patches = PatchReader.Read(thread, out IReadOnlyList<ReviewProblem> problems);
        Assert.Empty(problems);
        Assert.Equal([(1, 1), (2, 1)], patches.Select(static p => p.Position));
        IReadOnlyList<ReviewedPatch> reviewed = PatchReview.Run(patches, Options(Tree), out IReadOnlyList<ReviewProblem> unapplied);
        Assert.Empty(unapplied);
        Assert.Equal([5, 0], reviewed.Select(static r => r.Findings.Count));
    }

    [Fact]
    public void Patches_of_a_series_stand_on_each_other()
    {
        string one = Encoding.UTF8.GetString(Reworded).Replace("[PATCH v2]", "[PATCH 1/2]", StringComparison.Ordinal);
        const string two = "\nFrom 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\nSubject: [PATCH 2/2] qapi: say less\n\n--- a/qapi/migration.json\n+++ b/qapi/migration.json\n"
            + "@@ -13,5 +13,5 @@\n #     domain socket.  A device takes part only if its property\n-#     ``local`` is set to true.  (Since 11.0)\n+#     ``local`` is true. (Since 11.0)\n #\n # Since: 2.4\n ##\n";
        IReadOnlyList<ReviewedPatch> reviewed = PatchReview.Run(PatchReader.Read(Encoding.UTF8.GetBytes(one + two), out _), Options(Tree), out IReadOnlyList<ReviewProblem> problems);
        Assert.Empty(problems);
        Assert.Empty(reviewed[0].Findings);
        Assert.Equal(["LM-DOC-02", "qapi.documentation"], reviewed[1].Findings.Select(static f => f.Rule).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_cannot_be_read_or_applied_is_an_error_at_its_line()
    {
        string text = Encoding.UTF8.GetString(First);
        int body = text.IndexOf("\n\n", StringComparison.Ordinal) + 1;
        Assert.Contains(Problems(Mail(text[..body], "base64", "####")), static p => p.Text == "this is no base64" && p.Line == 9);
        Assert.Contains(Problems(Mail(text[..body], "x-unknown", text[body..])), static p => p.Text == "the transfer encoding 'x-unknown' is not known");
        Assert.Contains(Problems(Mail(text[..body], "quoted-printable", "a=zz")), static p => p.Line == 9);
        Assert.Contains(Problems(Encoding.UTF8.GetBytes(text.Replace("@@ -7,7 +7,13 @@", "@@ -7,9 +7,15 @@", StringComparison.Ordinal))), static p => p.Text.Contains("as many lines", StringComparison.Ordinal));
        Assert.Contains(Problems([.. Encoding.UTF8.GetBytes("--- a/x\n+++ b/x\n@@ -1 +1 @@\n+"), 0xff, (byte)'\n']), static p => p is { Line: 4, Text: "bytes that are not UTF-8" });
        Assert.Contains(Problems(Encoding.UTF8.GetBytes(text.Replace("# Since: 2.4", "# Since: 2.5", StringComparison.Ordinal))), static p => p.Text == "this hunk does not apply to qapi/migration.json" && p.Line > 0);
        Assert.Contains(Problems(Encoding.UTF8.GetBytes(text.Replace("qapi/migration.json", "qapi/nowhere.json", StringComparison.Ordinal))), static p => p.Text == "qapi/nowhere.json: No such file or directory");
    }

    [Property(MaxTest = 500)]
    public void A_flipped_byte_gives_remarks_or_an_error(ushort at, byte value)
    {
        byte[] patch = First;
        patch[at % patch.Length] = value;
        Problems(patch);
        Findings(patch);
    }

    [Fact]
    public void Every_truncation_gives_remarks_or_an_error()
    {
        byte[] patch = First;
        for (int length = 0; length < patch.Length; length += 3)
        {
            Problems(patch[..length]);
            Findings(patch[..length]);
        }
    }

    [Property]
    public void Any_bytes_are_read_as_patches(byte[] bytes) => Problems(bytes);

    private static ReviewOptions Options(ISchemaFiles? tree) =>
        new() { Base = tree, Lint = ProfileDocumentation.LintOptions(Profile.Proposal) with { Release = new Release(11, 0) } };

    private static ReviewedPatch Reviewed(byte[] input) => PatchReview.Run(PatchReader.Read(input, out _), Options(null), out _)[0];

    private static string Findings(byte[] input, ISchemaFiles? tree = null) => string.Join('\n', PatchReview.Run(PatchReader.Read(input, out _), Options(tree), out _)
        .SelectMany(static r => r.Findings).Select(static f => $"{f.Place}: {f.Message} [{f.Rule}]"));

    private static List<ReviewProblem> Problems(byte[] input)
    {
        IReadOnlyList<Patch> patches = PatchReader.Read(input, out IReadOnlyList<ReviewProblem> unread);
        PatchReview.Run(patches, Options(Tree), out IReadOnlyList<ReviewProblem> unapplied);
        return [.. unread, .. unapplied];
    }

    private static byte[] Mail(string head, string encoding, string body) =>
        Encoding.UTF8.GetBytes($"{head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{body}\n");

    private static string QuotedPrintable(string text) => string.Join('\n', text.Split('\n').Select(static line =>
    {
        string quoted = line.Replace("=", "=3D", StringComparison.Ordinal);
        if (quoted.EndsWith(' '))
            quoted = quoted[..^1] + "=20";
        return quoted.Length > 60 ? quoted[..40] + "=\n" + quoted[40..] : quoted;
    }));

    private static string Unescape(string text) => text.Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal)
        .Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);

    [GeneratedRegex(@"^::(error|warning|notice) file=(?<file>[^:,]+),line=(?<line>\d+)(,col=(?<col>\d+))?,title=(?<title>[^:,]+)::(?<message>[^\r\n]*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Annotation();
}
