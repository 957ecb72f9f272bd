using LocalMig.Json;

namespace LocalMig.Qmp;

/// <summary>The answer to a command: a value or an error, and the command's id.</summary>
/// <param name="Return">What the command returned; null where it failed.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
/// <param name="Id">The id of the command; null where it had none, or where no command could be read.</param>
public sealed record QmpReply(JsonValue? Return, QmpError? Error, JsonValue? Id)
{
    /// <summary>Whether the command succeeded.</summary>
    public bool IsOk => Error is null;

    /// <summary>The value returned.</summary>
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public JsonValue Value => Return ?? throw new InvalidOperationException(Error?.Desc);

    /// <summary>The envelope of this reply.</summary>
    public JsonValue ToJson()
    {
        (string, JsonValue) outcome = Error is null
            ? ("return", Return ?? JsonValue.EmptyObject)
            : ("error", JsonValue.Object(("class", Error.Class.ToString()), ("desc", Error.Desc)));
        return Id is null ? JsonValue.Object(outcome) : JsonValue.Object(outcome, ("id", Id));
    }

    /// <summary>Reads the envelope of a reply; null where it is none.</summary>
    public static QmpReply? Read(JsonValue envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        JsonValue? id = envelope["id"];
        if (envelope.TryGet("return", out JsonValue? value))
            return new QmpReply(value, null, id);
        if (!envelope.TryGet("error", out JsonValue? error)
            || error["class"] is not { Kind: JsonKind.String } kind
            || error["desc"] is not { Kind: JsonKind.String } desc
            || !Enum.TryParse(kind.AsString, out QmpErrorClass errorClass))
        {
            return null;
        }

        return new QmpReply(null, new QmpError(errorClass, desc.AsString), id);
    }
}
