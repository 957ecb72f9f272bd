using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Qapi;

/// <summary>The answer of query-qmp-schema (facts E): a list of entities in which types go by numbers instead of names.</summary>
public static class Introspection
{
    /// <summary>Writes a schema as that answer: commands and events in their order, then the types they use, numbered as they
    /// are met.</summary>
    public static JsonValue Write(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new IntrospectionWriter().Write(schema);
    }

    /// <summary>Reads that answer.</summary>
    /// <param name="answer">The list, as any QEMU since 2.5 gives it.</param>
    /// <returns>A schema whose types are named by the numbers of the answer, or what is wrong with it and where, as JSON pointer.</returns>
    public static Result<Schema, ParseError> Read(JsonValue answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new IntrospectionReader().Read(answer);
    }
}
