using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>Reads the envelope of a command.</summary>
internal static class QmpEnvelope
{
    /// <summary>Reads a command. Members are looked at in hash order, which decides which of several faults is told.</summary>
    /// <param name="input">What came.</param>
    /// <param name="outOfBand">Whether <c>exec-oob</c> is a member here.</param>
    public static Result<QmpCommand, QmpError> Read(JsonValue input, bool outOfBand)
    {
        if (input.Kind != JsonKind.Object)
            return QmpError.Generic(QmpTexts.NotAnObject);
        string? command = null;
        string? member = null;
        JsonValue arguments = JsonValue.EmptyObject;
        foreach (int position in JsonMemberOrder.Sort(input.Members))
        {
            (string name, JsonValue value) = input.Members[position];
            switch (name)
            {
                case "execute":
                case "exec-oob" when outOfBand:
                    if (value.Kind != JsonKind.String)
                        return QmpError.Generic(QmpTexts.NotAString(name));
                    if (member is not null)
                        return QmpError.Generic(QmpTexts.Clash(name, member));
                    (command, member) = (value.AsString, name);
                    break;
                case "arguments":
                    if (value.Kind != JsonKind.Object)
                        return QmpError.Generic(QmpTexts.ArgumentsNotAnObject);
                    arguments = value;
                    break;
                case "id":
                    break;
                default:
                    return QmpError.Generic(QmpTexts.Unexpected(name));
            }
        }

        return command is null
            ? QmpError.Generic(QmpTexts.NoCommand)
            : new QmpCommand(command, arguments, input["id"], member == "exec-oob");
    }
}
