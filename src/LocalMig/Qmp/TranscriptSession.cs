using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>Follows the conversation with one monitor and tells what is out of order.</summary>
internal sealed class TranscriptSession(bool marksConnections, Action<ErrorRule, string, int> report, ITranscriptObserver? observer)
{
    /// <summary>A reply that has to come.</summary>
    /// <param name="Line">The line whose last byte asked for it.</param>
    /// <param name="Name">The command; null for what is no command and gets an error.</param>
    /// <param name="Id">What must come back.</param>
    /// <param name="OutOfBand">Whether it may overtake others.</param>
    /// <param name="Command">What was sent; null where it cannot be read.</param>
    private sealed record Awaited(int Line, string? Name, JsonValue? Id, bool OutOfBand, JsonValue? Command);

    private readonly List<Awaited> _awaited = [];
    private JsonParser _parser = new();
    private JsonValueBuilder _messages = new();
    private bool _greeted;
    private bool _negotiated;
    private bool _ended;

    // Some of what was sent was not recorded, so nobody knows what replies to expect any more.
    private bool _lostCount;

    /// <summary>A new process takes the place of the one before.</summary>
    /// <param name="commandLine">How it was started; null where the recorder negotiated in silence.</param>
    public void Start(string? commandLine)
    {
        observer?.Start(commandLine);
        if (commandLine is not null)
            return;
        Begin();
        _greeted = _negotiated = true;
    }

    public void Take(TranscriptLine line)
    {
        switch (line.Kind)
        {
            case TranscriptKind.Open:
                Begin();
                break;
            case TranscriptKind.HalfClose:
                break;
            case TranscriptKind.Eof or TranscriptKind.Close:
                _ended = true;
                break;
            case TranscriptKind.Greeting:
                Greet(line);
                break;
            default:
                if (line.Direction == TranscriptDirection.Sent)
                    Send(line);
                else
                    Receive(line);
                break;
        }
    }

    private void Begin()
    {
        _awaited.Clear();
        _parser = new JsonParser();
        _messages = new JsonValueBuilder();
        _greeted = _negotiated = _ended = _lostCount = false;
    }

    private void Greet(TranscriptLine line)
    {
        // The notations of the recordings do not mark a new connection: there a greeting does.
        if (!marksConnections)
            Begin();
        else if (_greeted)
            report(Errors.TranscriptGreeting, "a second greeting on one connection", line.LineNumber);
        if (_ended)
            report(Errors.TranscriptEnd, "a greeting after the end", line.LineNumber);
        _greeted = true;

        JsonValue? major = line.Value?["QMP"]?["version"]?["qemu"]?["major"];
        if (major is not { Kind: JsonKind.Int64 } || line.Value?["QMP"]?["capabilities"] is not { Kind: JsonKind.Array })
            report(Errors.TranscriptMessage, "a greeting has a version and capabilities", line.LineNumber);
        else
            _parser = new JsonParser(major.AsInt64 >= 11 ? QemuGeneration.Qemu11 : QemuGeneration.Qemu7);
        observer?.Connect(major is { Kind: JsonKind.Int64, AsInt64: > 0 and < 1000 } ? (int)major.AsInt64 : 0);
    }

    private void Send(TranscriptLine line)
    {
        // The recordings go on with a new process after one that died, and leave out its greeting and negotiation.
        if (_ended && !marksConnections)
        {
            Begin();
            _greeted = _negotiated = true;
            observer?.Connect(0);
        }

        if (line.FullLength is not null)
            _lostCount = true;
        if (_lostCount)
            return;
        _parser.Feed(line.Bytes.Span, _messages);
        while (_messages.Events.TryDequeue(out JsonEvent message))
        {
            JsonValue? value = message.Value;
            JsonValue? outOfBand = value?["exec-oob"];
            string? name = (outOfBand ?? value?["execute"]) is { Kind: JsonKind.String } text ? text.AsString : null;
            _awaited.Add(new Awaited(line.LineNumber, name, value?["id"], outOfBand is not null, value));
            if (name is not null)
                observer?.Send(value!);
        }
    }

    private void Receive(TranscriptLine line)
    {
        if (_ended)
            report(Errors.TranscriptEnd, "this came after the end", line.LineNumber);
        if (!_greeted)
        {
            report(Errors.TranscriptGreeting, "the greeting did not come first", line.LineNumber);
            _greeted = true;
        }

        switch (line.Kind)
        {
            case TranscriptKind.Unparsed:
                report(Errors.TranscriptMessage, "neither greeting, reply nor event, or no JSON", line.LineNumber);
                Match(line, null);
                break;
            case TranscriptKind.Event:
                if (!_negotiated)
                    report(Errors.TranscriptNegotiation, "an event before the negotiation", line.LineNumber);
                if (line.Value is { } happened && !IsEvent(happened))
                    report(Errors.TranscriptMessage, "an event has a name and a timestamp of seconds and microseconds", line.LineNumber);
                if (line.Value is not null)
                    observer?.Happen(line.Value, line.LineNumber);
                break;
            default:
                if (line.Value is { } reply && !IsReply(reply))
                    report(Errors.TranscriptMessage, "a reply has either 'return', or 'error' of a class and a text", line.LineNumber);
                Match(line, line.Value);
                break;
        }
    }

    // Any class will do here: a client treats one that it does not know like GenericError.
    private static bool IsReply(JsonValue reply) => reply["error"] is { } error
        ? reply["return"] is null && error["class"] is { Kind: JsonKind.String } && error["desc"] is { Kind: JsonKind.String }
        : reply["return"] is not null;

    private static bool IsEvent(JsonValue happened) => happened["event"] is { Kind: JsonKind.String }
        && happened["timestamp"]?["seconds"] is { Kind: JsonKind.Int64 } && happened["timestamp"]?["microseconds"] is { Kind: JsonKind.Int64 };

    private void Match(TranscriptLine line, JsonValue? reply)
    {
        if (_lostCount)
        {
            _negotiated = true;
            return;
        }

        int at = Find(reply);
        if (at < 0)
        {
            report(Errors.TranscriptReply, _awaited.Count == 0 ? "no command waits for a reply" : Mismatch(reply), line.LineNumber);
            return;
        }

        Awaited command = _awaited[at];
        _awaited.RemoveAt(at);
        if (reply?["return"] is not { } returned)
            return;
        if (command is { Name: not null, Command: not null })
            observer?.Return(command.Command, returned, line.LineNumber);
        if (command.Name == "qmp_capabilities")
            _negotiated = true;
        else if (!_negotiated)
            report(Errors.TranscriptNegotiation, $"'{command.Name}' succeeded before the negotiation", line.LineNumber);
    }

    private string Mismatch(JsonValue? reply)
    {
        string wanted = _awaited[0].Id is { } id ? $"the id {JsonText.Write(id)}" : "no id";
        return $"the command of line {_awaited[0].Line} is next, with {wanted}, not {JsonText.Write(reply?["id"] ?? JsonValue.Null)}";
    }

    // The next one in band, or any one out of band with this id. Where the reply cannot be read it is the next one's.
    private int Find(JsonValue? reply)
    {
        int inBand = _awaited.FindIndex(static a => !a.OutOfBand);
        if (reply is null)
            return inBand < 0 ? _awaited.Count - 1 : inBand;
        JsonValue? id = reply["id"];
        if (inBand >= 0 && IsSame(_awaited[inBand].Id, id))
            return inBand;
        return _awaited.FindIndex(a => a.OutOfBand && IsSame(a.Id, id));
    }

    // As they are written: 1.0 comes back as 1.
    private static bool IsSame(JsonValue? sent, JsonValue? received) =>
        sent is null || received is null ? sent is null && received is null : JsonText.Write(sent) == JsonText.Write(received);
}
