using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>A message of an example.</summary>
/// <param name="FromClient">Whether it is sent to QEMU (<c>-&gt;</c>); received otherwise.</param>
/// <param name="Value">The message; null where it is not valid.</param>
/// <param name="Problem">What is wrong with it, or null.</param>
internal sealed record ExampleMessage(bool FromClient, ExampleValue? Value, ExampleProblem? Problem)
{
    /// <summary>The messages of an example, in order.</summary>
    public static IEnumerable<ExampleMessage> Read(DocBlock block)
    {
        IReadOnlyList<DocLine> lines = block.Lines;
        for (int i = 0; i < lines.Count;)
        {
            DocLine first = lines[i];
            int indent = first.Indentation;
            ReadOnlySpan<char> text = first.Text.AsSpan(indent);
            if (first.IsBlank || text.StartsWith("...", StringComparison.Ordinal))
            {
                i++;
                continue;
            }

            if (!IsStart(first))
            {
                i++;
                yield return new ExampleMessage(false, null, new ExampleProblem(first.Number, first.Column + indent, "expected '->' or '<-'"));
                yield break;
            }

            List<DocLine> own = [first];
            for (i++; i < lines.Count && !IsStart(lines[i]); i++)
                own.Add(lines[i]);
            ExampleParser parser = new(own, indent + 2);
            ExampleValue? value = parser.Parse();
            yield return new ExampleMessage(first.Text[indent] == '-', value, parser.Problem);
        }
    }

    private static bool IsStart(DocLine line)
    {
        ReadOnlySpan<char> text = line.Text.AsSpan().TrimStart();
        return text.StartsWith("->", StringComparison.Ordinal) || text.StartsWith("<-", StringComparison.Ordinal);
    }
}
