using System.CommandLine;
using LocalMig.Parameters;
using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Review;
using LocalMig.Qapi.Source;
using LocalMig.Spec;
using LocalMig.Suite;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig review</c>: reviews patches to schema files.</summary>
internal static class ReviewVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var patch = new Argument<string>("PATCH")
        {
            Description = "A unified diff, a mail of git format-patch, or an mbox; '-' for standard input.",
            DefaultValueFactory = _ => "-",
        };
        var folder = new Option<string?>("--base") { Description = "The tree that the patches apply to. Without it, what the diff shows is checked." };
        var schema = new Option<string?>("--schema") { Description = "The main schema file in that tree; default: qapi-schema.json beside a changed file." };
        var all = new Option<bool>("--all") { Description = "Also what is found on lines that no patch touches." };
        var format = new Option<string>("--format") { Description = "text, github (annotations), sarif (2.1.0), or mail (a reply).", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "github", "sarif", "mail");
        var profile = new Option<string>("--profile") { Description = "The form of the feature: property of the device, and release.", DefaultValueFactory = _ => "proposal" };
        profile.AcceptOnlyFromAmong("proposal", "v16", "upstream");
        var release = new Option<string?>("--release") { Description = "The release that new members appear in (X.Y)." };
        Option<string> dialect = SchemaVerb.DialectOption();
        var verb = new Verb(
            "review",
            "Reviews patches to schema files: what they add or change is checked as 'lint' does.",
            ("localmig review 0001-add-local.patch", "reviews what the mail shows"),
            ("localmig review --base ~/qemu --format mail thread.mbox", "applies the patches one after the other, and writes replies"),
            ("git diff | localmig review --base . --format github -", "annotates a pull request"))
        {
            patch, folder, schema, all, format, profile, release, dialect,
        };
        verb.SetAction(line =>
        {
            Release? since = null;
            if (line.GetValue(release) is { } text)
            {
                if (!Release.TryParse(text, out Release parsed))
                {
                    console.Error.WriteLine($"localmig: '{text}' is no release");
                    return (int)ExitCode.Usage;
                }

                since = parsed;
            }

            if (Read(line.GetValue(patch)!, out byte[] input) is { } unreadable)
            {
                console.Error.WriteLine($"localmig: {unreadable}");
                return (int)ExitCode.Usage;
            }

            LintOptions lint = ProfileDocumentation.LintOptions(ProfileOf(line.GetValue(profile)));
            var options = new ReviewOptions
            {
                Base = line.GetValue(folder) is { } tree ? new FolderSchemaFiles(tree) : null,
                SchemaPath = line.GetValue(schema),
                All = line.GetValue(all),
                Dialect = SchemaVerb.Dialect(line.GetValue(dialect)),
                Lint = lint with { Release = since },
            };
            return Review(input, options, line.GetValue(format)!, console);
        });
        return verb;
    }

    internal static string ToolVersion => typeof(ReviewVerb).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    internal static Profile ProfileOf(string? name) => name switch
    {
        "v16" => Profile.V16,
        "upstream" => Profile.Upstream,
        _ => Profile.Proposal,
    };

    private static string? Read(string path, out byte[] input)
    {
        if (path == "-")
        {
            using var copy = new MemoryStream();
            using System.IO.Stream standard = Console.OpenStandardInput();
            standard.CopyTo(copy);
            input = copy.ToArray();
            return null;
        }

        string? reason = new DiskSchemaFiles().Read(path, out ReadOnlyMemory<byte> content);
        input = content.ToArray();
        return reason is null ? null : $"{path}: {reason}";
    }

    private static int Review(byte[] input, ReviewOptions options, string format, ToolConsole console)
    {
        IReadOnlyList<Patch> patches = PatchReader.Read(input, out IReadOnlyList<ReviewProblem> unread);
        IReadOnlyList<ReviewedPatch> reviewed = PatchReview.Run(patches, options, out IReadOnlyList<ReviewProblem> unapplied);
        Write(reviewed, format, console.Out);
        foreach (ReviewProblem problem in unread.Concat(unapplied))
            console.Error.WriteLine($"localmig: {problem}");
        if (unread.Count + unapplied.Count > 0)
            return (int)ExitCode.Usage;
        if (patches.Count == 0)
        {
            console.Error.WriteLine("localmig: no patch in the input");
            return (int)ExitCode.NothingJudged;
        }

        int found = reviewed.Sum(static r => r.Findings.Count);
        console.Error.WriteLine($"{patches.Count} {(patches.Count == 1 ? "patch" : "patches")}, {found} {(found == 1 ? "finding" : "findings")}");
        return (int)(found == 0 ? ExitCode.Passed : ExitCode.Failed);
    }

    private static void Write(IReadOnlyList<ReviewedPatch> reviewed, string format, TextWriter output)
    {
        if (format == "sarif")
        {
            output.WriteLine(SarifLog.Write(reviewed.SelectMany(static r => r.Findings), ToolVersion));
            return;
        }

        List<string> mails = [.. reviewed.Select(ReviewMail.Write).Where(static m => m.Length > 0)];
        if (format == "mail")
        {
            foreach (string mail in mails)
            {
                // Several replies make an mbox.
                if (mails.Count > 1)
                    output.WriteLine("From localmig@localhost Thu Jan  1 00:00:00 1970");
                output.WriteLine(mail);
            }

            return;
        }

        foreach (ReviewedPatch one in reviewed)
        {
            if (format == "text" && one.Findings.Count > 0 && one.Patch.Subject.Length > 0)
                output.WriteLine($"{one.Patch.Subject}:");
            foreach (Finding finding in one.Findings)
                output.WriteLine(format == "github" ? GitHubAnnotations.Format(finding) : $"{finding.Place}: {finding.Message} [{finding.Rule}]");
        }
    }
}
