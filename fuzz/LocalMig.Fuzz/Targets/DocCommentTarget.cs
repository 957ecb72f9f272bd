using System.Text;
using LocalMig.Fuzz.Mutators;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;

namespace LocalMig.Fuzz.Targets;

/// <summary>Documentation comments: the input is what stands between the marks, a line of it a line of the comment.</summary>
public sealed class DocCommentTarget : FuzzTarget
{
    private const string WithFindings = "findings";

    /// <inheritdoc/>
    public override string Name => "doc-comment";

    /// <inheritdoc/>
    public override string Summary => "documentation comments and every rule about them: findings at lines that are there, the same ones each time";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, WithFindings];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles =>
    [
        "src/LocalMig/Qapi/Source/DocParser.cs", "src/LocalMig/Qapi/Source/DocReader.cs", "src/LocalMig/Qapi/Source/DocLineFormat.cs", "src/LocalMig/Qapi/Docs/",
    ];

    /// <inheritdoc/>
    public override int MaximumLength => 2048;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(
        "@x:", "@arg: ", "Features:\n", "Returns: ", "Errors:", "Since: 9.2", "(Since 9.2)", ".. note:: ", ".. qmp-example::\n", "-> { \"execute\": \"x\" }", "<- { \"return\": {} }", "TODO: ", "Example:", "Notes:",
        "= Heading", "== Section", "|", "    ", "- item", "1. item", "::\n", "``code``", "@local: ", ".  ");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new LineMutator(
    [
        "@x:", "", "@arg: an argument", "    indented further", "Features:", "@deprecated: do not use", "@unstable: is experimental", "Returns: nothing", "Errors:", "    - GenericError, if it fails", "Since: 9.2",
        "(Since 9.1)", ".. note:: Mind this.", ".. qmp-example::", "    :title: A title", "    -> { \"execute\": \"x\", \"arguments\": { \"arg\": 1 } }", "    <- { \"return\": {} }", ".. code-block:: console", "TODO: later",
        "Example:", "= Heading", "* item", "  1. item", "Text::", "A sentence.  Another sentence.", "a UNIX domain socket passes file descriptors the the", "Note: old form",
    ]);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) =>
        SeedInputs.SmallSchemas(fixtures).Select(static text => Comment(Encoding.UTF8.GetString(text))).Where(static text => text.Length is > 0 and < 1500)
            .Concat(Words.Of(
                "@x:\n\nDoes x.  Takes ``code``, see below::\n\n    literal\n\n@arg: an argument (Since 9.2)\n\n@local: whether a UNIX domain socket passes file descriptors\n\nFeatures:\n\n@deprecated: use another\n\nReturns: nothing\n\nErrors:\n    - GenericError, if it fails\n\nSince: 9.2\n",
                "= Heading\n\n== Section\n\n| a line\n\n- item\n- item\n\n1. item\n\n.. note:: Mind this.\n\nTODO: later\n",
                "@x:\n\n@arg: a\n\n.. qmp-example::\n\n    -> { \"execute\": \"x\", \"arguments\": { \"arg\": 1 } }\n    <- { \"return\": {} }\n\n.. qmp-example::\n   :title: T\n\n    -> { \"execute\": \"x\" }\n    <- { \"event\": \"E\" }\n",
                "@x:\n\n@arg: a (Since 9.2.1) (since 9) (Since 99999.1) (Since 9.x) (since QEMU 2.4)\n", "@x:\n\nExample:\n\n-> { \"execute\": \"x\" }\n\nNotes: old\n"))
            .Concat(SeedInputs.Files(fixtures, "doc-local", "*.json").SelectMany(static path => SeedInputs.Pieces(Encoding.UTF8.GetString(Comment(File.ReadAllText(path))), 25)));

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        byte[] schema = Wrap(input);
        SchemaSource read = SchemaReading.Read(schema, SchemaDialect.Qemu102);
        SchemaReading.CheckPlaces(read, schema);
        foreach (DocSection section in read.Docs.SelectMany(static doc => doc.Sections))
        {
            foreach (SinceNote note in SinceNote.In(section))
                CheckRelease(note);
            _ = DocBlock.Split(section.Lines);
        }

        return read.Findings.Count > 0 ? WithFindings : Accepted;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        byte[] schema = Wrap(input);
        SchemaReading.CheckPlaces(SchemaReading.Read(schema, SchemaDialect.Qemu100), schema);
        string first = Lint(schema);
        Check(first == Lint(schema), "the same comment has the same findings", () => first);
    }

    private static void CheckRelease(SinceNote note)
    {
        if (note.Release is not { } release)
            return;
        Check(Release.TryParse(release.ToString(), out Release again) && again <= release && again >= release && !(again > release), "a release that is written is read as the same", note.ToString);
    }

    private static string Lint(byte[] schema)
    {
        IReadOnlyList<Finding> findings = Linter.Run(SchemaReading.Read(schema, SchemaDialect.Qemu102));
        int lines = SchemaReading.Lines(schema);
        Check(findings.All(finding => finding.Line >= 0 && finding.Line <= lines && finding.Message.Length > 0), "a finding of a rule stands at a line that is there");
        return string.Join('\n', findings);
    }

    private static byte[] Wrap(ReadOnlySpan<byte> input)
    {
        var text = new StringBuilder("##\n");
        foreach (string line in Encoding.UTF8.GetString(input).Split('\n'))
            text.Append(line.Length == 0 ? "#" : "# ").Append(line).Append('\n');
        text.Append("##\n{ 'command': 'x', 'data': { 'arg': 'int' }, 'features': [ 'deprecated' ] }\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // The lines of a schema's first comment, without their marks.
    private static byte[] Comment(string schema)
    {
        IEnumerable<string> lines = schema.Split('\n').SkipWhile(static line => line != "##").Skip(1).TakeWhile(static line => line.StartsWith('#') && line != "##");
        return Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(static line => line.Length > 2 ? line[2..] : "")));
    }
}
