using LocalMig.Json;

namespace LocalMig.Qmp;

/// <summary>The state of a session that <c>qmp_capabilities</c> changes.</summary>
internal sealed class QmpNegotiation
{
    private const string Enable = "enable";
    private const string Oob = "oob";

    /// <summary>Whether commands are taken.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether commands may be given out of band.</summary>
    public bool OutOfBand { get; private set; }

    /// <summary>The greeting.</summary>
    /// <param name="version">The answer of <c>query-version</c>.</param>
    public static JsonValue Greeting(JsonValue version) =>
        JsonValue.Object(("QMP", JsonValue.Object(("version", version), ("capabilities", JsonValue.Array(Oob)))));

    /// <summary>Executes <c>qmp_capabilities</c>: null where the negotiation is complete now. Arguments are judged first, even
    /// where it is too late for them.</summary>
    public QmpError? Negotiate(JsonValue arguments)
    {
        if (Judge(arguments, out bool outOfBand) is { } wrong)
            return QmpError.Generic(wrong);
        if (IsComplete)
            return new QmpError(QmpErrorClass.CommandNotFound, QmpTexts.NegotiatedBefore);
        IsComplete = true;
        OutOfBand = outOfBand;
        return null;
    }

    private static string? Judge(JsonValue arguments, out bool outOfBand)
    {
        outOfBand = false;
        if (arguments.TryGet(Enable, out JsonValue? enable))
        {
            if (enable.Kind != JsonKind.Array)
                return QmpTexts.EnableType(Enable, "array");
            for (int i = 0; i < enable.Items.Count; i++)
            {
                JsonValue item = enable.Items[i];
                if (item.Kind != JsonKind.String)
                    return QmpTexts.EnableType($"{Enable}[{i}]", "string");
                if (item.AsString != Oob)
                    return QmpTexts.EnableValue(item.AsString);
                outOfBand = true;
            }
        }

        return JsonLeftover.First(arguments.Members, [Enable]) is { } unexpected ? QmpTexts.EnableUnexpected(unexpected) : null;
    }
}
