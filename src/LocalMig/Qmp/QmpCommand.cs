using LocalMig.Json;

namespace LocalMig.Qmp;

/// <summary>A command as its envelope tells it.</summary>
/// <param name="Name">The command's name; not checked against anything.</param>
/// <param name="Arguments">An object; empty where the envelope has none.</param>
/// <param name="Id">What comes back in the reply; null where the envelope has none.</param>
/// <param name="OutOfBand">Whether it was given as <c>exec-oob</c>.</param>
public sealed record QmpCommand(string Name, JsonValue Arguments, JsonValue? Id = null, bool OutOfBand = false)
{
    /// <summary>The envelope of this command.</summary>
    public JsonValue ToJson()
    {
        List<(string, JsonValue)> members = [(OutOfBand ? "exec-oob" : "execute", Name)];
        if (Arguments.Members.Count > 0)
            members.Add(("arguments", Arguments));
        if (Id is not null)
            members.Add(("id", Id));
        return JsonValue.Object(members);
    }
}
