using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>Writes elements, with the heads of sections, footers or the description changed.</summary>
internal sealed class FaultyWriter(StreamOutput output) : ElementWriter(output)
{
    /// <summary>Changes what a section says of itself.</summary>
    public Func<StreamSection, StreamSection>? Head { get; init; }

    /// <summary>Sections for which <see cref="ElementWriter.SectionStart"/> takes the place of <see cref="ElementWriter.SectionFull"/>.</summary>
    public Func<StreamSection, bool>? InParts { get; init; }

    /// <summary>The id in the footer of the section with an id and a name; null for no footer.</summary>
    public Func<uint, string, uint?>? Foot { get; init; }

    /// <summary>Changes the text of the description.</summary>
    public Func<string, string>? Text { get; init; }

    /// <summary>Writes the header in another way; null writes it as it is.</summary>
    public Action<StreamOutput>? Beginning { get; init; }

    /// <summary>Whether there is no configuration.</summary>
    public bool Unconfigured { get; init; }

    /// <summary>Changes the data of a command.</summary>
    public Func<StreamCommand, byte[], byte[]>? Data { get; init; }

    /// <summary>The id in the head of the last part of a section with an id.</summary>
    public Func<uint, uint>? LastPart { get; init; }

    /// <summary>What is written behind the description.</summary>
    public byte[] Behind { get; init; } = [];

    private string _open = "";

    /// <inheritdoc/>
    public override void Header()
    {
        if (Beginning is null)
            base.Header();
        else
            Beginning(Output);
    }

    /// <inheritdoc/>
    public override void Configuration(VmStateValues values)
    {
        if (!Unconfigured)
            base.Configuration(values);
    }

    /// <inheritdoc/>
    public override void Command(StreamCommand command, params ReadOnlySpan<byte> data) =>
        base.Command(command, Data is null ? data : Data(command, data.ToArray()));

    /// <inheritdoc/>
    public override void SectionEnd(uint id) => base.SectionEnd(LastPart?.Invoke(id) ?? id);

    /// <inheritdoc/>
    public override void SectionFull(StreamSection section)
    {
        _open = section.Name;
        StreamSection head = Head?.Invoke(section) ?? section;
        if (InParts?.Invoke(section) == true)
            SectionStart(head);
        else
            base.SectionFull(head);
    }

    /// <inheritdoc/>
    public override void Footer(uint id)
    {
        uint? written = Foot is null ? id : Foot(id, _open);
        if (written is { } number)
            base.Footer(number);
        _open = "";
    }

    /// <inheritdoc/>
    public override void Description(ReadOnlySpan<byte> json)
    {
        base.Description(Text is null ? json : System.Text.Encoding.UTF8.GetBytes(Text(System.Text.Encoding.UTF8.GetString(json))));
        Output.Write(Behind);
    }
}

/// <summary>Reads elements as an implementation does that writes them wrongly and knows no better.</summary>
internal sealed class FaultyReader(StreamInput input) : ElementReader(input)
{
    /// <summary>Changes what a section says of itself.</summary>
    public Func<StreamSection, StreamSection>? Head { get; init; }

    /// <summary>Sections without a footer.</summary>
    public Func<StreamSection, bool>? Footless { get; init; }

    /// <summary>Whether footers are not compared.</summary>
    public bool TakesAnyFooter { get; init; }

    // Behind the end nothing may be looked for: a source that waits for an answer sends nothing more.
    private bool _ended;

    /// <summary>Looks at what comes next, between two elements, and may put something else in its place.</summary>
    public Action<RewrittenInput>? Next { get; init; }

    /// <inheritdoc/>
    public override Result<StreamElement?, ParseError> ReadElement()
    {
        if (OpenSection is null && !_ended)
            Next?.Invoke((RewrittenInput)Input);
        if (OpenSection is { } open && Footless?.Invoke(open) == true)
            ResumeAfter(open);
        Result<StreamElement?, ParseError> read = base.ReadElement();
        if (!read.TryGet(out StreamElement? element, out ParseError? error))
            return TakesAnyFooter && error.Rule == Errors.StreamFooterId ? (StreamElement)new FooterElement(error.Offset - 1, 0) : error;
        _ended |= element is EndElement;
        return Head is not null && element is SectionElement section ? section with { Section = Head(section.Section) } : element;
    }
}
