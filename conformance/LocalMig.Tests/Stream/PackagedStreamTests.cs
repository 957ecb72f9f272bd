using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

/// <summary>A stream inside a stream, as a postcopy begins with.</summary>
public sealed class PackagedStreamTests
{
    [Fact]
    public void Its_elements_come_out_like_any_others()
    {
        byte[] stream = Stream(package =>
        {
            package.Command(StreamCommand.PostcopyListen);
            package.SectionFull(new StreamSection(3, "dev", 0, 1));
            package.Output.WriteUInt32(0x12345678);
            package.Footer(3);
            package.Command(StreamCommand.Ping, [0, 0, 0, 3]);
            package.Command(StreamCommand.PostcopyRun);
        });
        Assert.Equal(
            ["HeaderElement", "ConfigurationElement", "PostcopyAdvise", "Packaged", "PostcopyListen", "SectionElement", "FooterElement", "Ping", "PostcopyRun", "EndElement"],
            Elements(stream).Value);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-5)]
    public void An_element_that_goes_on_behind_its_end_is_an_error_at_that_end(int longer)
    {
        byte[] stream = Stream(static package => package.Command(StreamCommand.Ping, [0, 0, 0, 3]), longer);
        ParseError error = Elements(stream).Error!;
        Assert.Equal((Errors.StreamPackaged, (long)(stream.Length - 1 + longer)), (error.Rule, error.Offset));
    }

    [Fact]
    public void There_is_none_inside_another() =>
        Assert.Equal(Errors.StreamPackaged, Elements(Stream(static package => package.Packaged([8, 0, 4, 0, 0]))).Error!.Rule);

    [Fact]
    public void An_empty_one_is_one() => Assert.True(Elements(Stream(static _ => { })).IsOk);

    private static byte[] Stream(Action<ElementWriter> inside, int longer = 0)
    {
        var package = new MemoryOutput();
        inside(new ElementWriter(package));
        var output = new MemoryOutput();
        var writer = new ElementWriter(output);
        writer.Header();
        writer.Configuration("none");
        writer.Command(StreamCommand.PostcopyAdvise, new byte[16]);
        writer.Command(StreamCommand.Packaged, [0, 0, 0, (byte)(package.Written.Length + longer)]);
        output.Write(package.Written.Span);
        writer.End();
        return output.Written.ToArray();
    }

    private static Result<List<string>, ParseError> Elements(byte[] stream)
    {
        var input = new RecordedInput(stream);
        var reader = new ElementReader(input);
        var elements = new List<string>();
        while (true)
        {
            if (!reader.ReadElement().TryGet(out StreamElement? element, out ParseError? error))
                return error;
            if (element is null)
                return elements;
            elements.Add(element is CommandElement command ? command.Command.ToString() : element.GetType().Name);
            if (element is SectionElement)
                input.Skip(4);
        }
    }
}
