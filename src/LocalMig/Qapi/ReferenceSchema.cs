using System.Collections.Concurrent;
using System.Text;
using LocalMig.Wire;

namespace LocalMig.Qapi;

/// <summary>The schema of the reference implementation: the text <c>reference.qapi</c> under a set of conditions.</summary>
public static class ReferenceSchema
{
    private const string FileName = "reference.qapi";
    private static readonly ConcurrentDictionary<string, Schema> Built = new(StringComparer.Ordinal);

    /// <summary>The text, in the schema language.</summary>
    public static string Text
    {
        get
        {
            using System.IO.Stream stream = typeof(ReferenceSchema).Assembly.GetManifestResourceStream(FileName)
                ?? throw new InvalidOperationException($"the library was built without {FileName}");
            using StreamReader reader = new(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }

    /// <summary>The schema with these conditions set; built once for each set.</summary>
    public static Schema With(params IEnumerable<string> conditions)
    {
        SortedSet<string> set = new(conditions, StringComparer.Ordinal);
        return Built.GetOrAdd(string.Join(' ', set), static (_, s) => Build(s), set);
    }

    private static Schema Build(SortedSet<string> conditions) =>
        SchemaBuilder.Build(Text, FileName, conditions).TryGet(out Schema? schema, out ParseError? error)
            ? schema
            : throw new InvalidOperationException(error.ToString());
}
