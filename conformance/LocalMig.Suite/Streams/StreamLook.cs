using System.Globalization;

namespace LocalMig.Suite.Streams;

/// <summary>What a judge of streams sees, and where it says what it found.</summary>
internal sealed class StreamLook(CaseContext context, StreamEvidence evidence, string requirement)
{
    /// <summary>The stream.</summary>
    public StreamEvidence Stream => evidence;

    /// <summary>How often something was judged.</summary>
    public int Judged { get; private set; }

    /// <summary>Judges the requirement by what stands at an offset of the stream.</summary>
    public void Judge(string what, bool held, string expected, string actual, long offset) =>
        Judge(what, held, expected, actual, offset, "stream", string.Create(CultureInfo.InvariantCulture, $"offset {offset}"));

    /// <summary>Judges the requirement by what stands at an offset of a side recording.</summary>
    public void Judge(string what, bool held, string expected, string actual, long offset, string side) =>
        Judge(what, held, expected, actual, offset, side, string.Create(CultureInfo.InvariantCulture, $"{side}, offset {offset}"));

    private void Judge(string what, bool held, string expected, string actual, long offset, string channel, string place)
    {
        Judged++;
        context.Evidence.Wire(channel, WireDirection.Note, $"{what}: {actual}", offset);
        context.Expect(requirement, what, held, expected, actual, place);
    }

    /// <summary>Judges that a number at an offset is the expected one.</summary>
    public void Judge(string what, long expected, long actual, long offset) =>
        Judge(what, expected == actual, expected.ToString(CultureInfo.InvariantCulture), actual.ToString(CultureInfo.InvariantCulture), offset);
}
