using LocalMig.Qapi.Source;
using LocalMig.Wire;

namespace LocalMig.Qapi;

/// <summary>Parses one text of the schema language into its expressions. What they mean is <see cref="SchemaBuilder"/>'s;
/// a schema of several files with all its findings is read by <see cref="Definitions.SchemaSource"/>.</summary>
public static class QapiParser
{
    /// <summary>Parses a whole text.</summary>
    /// <param name="text">The text; directives have their effect and are not given.</param>
    /// <param name="file">Its name, for error places.</param>
    /// <param name="limits">How deep expressions may be nested; <see cref="Limits.Untrusted"/> if not given.</param>
    /// <returns>The expressions in order, or the first error with its place as <c>file:line:column</c>.</returns>
    public static Result<IReadOnlyList<QapiExpression>, ParseError> Parse(string text, string file, Limits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        SchemaReader reader = new(new MemorySchemaFiles(new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)), SchemaDialect.Qemu102, limits ?? Limits.Untrusted);
        reader.Read(new SchemaFile(file, text));
        if (reader.Findings is [var first, ..])
        {
            ErrorRule rule = first.Rule == Errors.LimitExceeded.Code ? Errors.LimitExceeded : Errors.QapiSyntax;
            return ParseError.In(rule, first.Place, first.Message);
        }

        return reader.Expressions.ConvertAll(static e => e.ToExpression());
    }
}
