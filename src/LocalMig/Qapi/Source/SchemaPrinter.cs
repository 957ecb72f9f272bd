using System.Text;

namespace LocalMig.Qapi.Source;

/// <summary>Writes definitions as text of the schema language. Reading that text gives the same definitions again.</summary>
public static class SchemaPrinter
{
    /// <summary>The text of definitions, each with its comment in front.</summary>
    public static string Print(IEnumerable<SchemaExpression> expressions)
    {
        ArgumentNullException.ThrowIfNull(expressions);
        StringBuilder text = new();
        foreach (SchemaExpression expression in expressions)
        {
            if (expression.Doc is { } doc)
                Print(doc, text);
            Print(expression.Object, text);
            text.Append("\n\n");
        }

        return text.ToString();
    }

    /// <summary>Writes one node.</summary>
    public static void Print(QapiNode node, StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        switch (node)
        {
            case QapiString value:
                Quote(value.Value, text);
                break;
            case QapiBoolean value:
                text.Append(value.Value ? "true" : "false");
                break;
            case QapiList list:
                text.Append('[');
                for (int i = 0; i < list.Items.Count; i++)
                {
                    text.Append(i == 0 ? " " : ", ");
                    Print(list.Items[i], text);
                }

                text.Append(" ]");
                break;
            case QapiObject obj:
                text.Append('{');
                for (int i = 0; i < obj.Members.Count; i++)
                {
                    text.Append(i == 0 ? " " : ",\n  ");
                    Quote(obj.Members[i].Key.Value, text);
                    text.Append(": ");
                    Print(obj.Members[i].Value, text);
                }

                text.Append(" }");
                break;
        }
    }

    private static void Print(DocComment doc, StringBuilder text)
    {
        text.Append("##\n");
        foreach (DocLine line in doc.Lines)
            text.Append(line.IsBlank ? "#" : "# " + line.Text).Append('\n');
        text.Append("##\n");
    }

    private static void Quote(string value, StringBuilder text) =>
        text.Append('\'').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal)).Append('\'');
}
