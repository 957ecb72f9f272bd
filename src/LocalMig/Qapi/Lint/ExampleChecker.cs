using LocalMig.Qapi.Definitions;

namespace LocalMig.Qapi.Lint;

/// <summary>Checks the messages of one example against the schema, in their order.</summary>
internal sealed class ExampleChecker(SchemaSource schema)
{
    private readonly List<ExampleProblem> _problems = [];
    private DefinedMessage? _last;

    /// <summary>What is wrong with the next message.</summary>
    public IReadOnlyList<ExampleProblem> Check(ExampleMessage message)
    {
        _problems.Clear();
        if (message.Value is { Kind: ExampleKind.Object } value)
        {
            if (message.FromClient)
                Command(value);
            else
                Answer(value);
        }
        else if (message.Value is { Kind: not ExampleKind.Elided } other)
        {
            Fail(other, "a message is an object");
        }

        return _problems;
    }

    private void Command(ExampleValue message)
    {
        _last = null;
        if ((message["execute"] ?? message["exec-oob"]) is not { } name)
        {
            if (!message.HasElision)
                Fail(message, "a command has a member 'execute'");
            return;
        }

        foreach ((string key, _, int line, int column) in message.Members)
        {
            if (key is not ("execute" or "exec-oob" or "arguments" or "id"))
                _problems.Add(new ExampleProblem(line, column, $"a command has no member '{key}'"));
        }

        if (name.Kind != ExampleKind.String)
            return;
        if (schema.Find(name.Text) is not DefinedMessage { IsCommand: true } command)
        {
            Fail(name, $"the schema has no command '{name.Text}'");
            return;
        }

        _last = command;
        bool open = command.Source?.Object["gen"] is not null;
        if (message["arguments"] is { } arguments)
        {
            if (arguments.Kind == ExampleKind.Object)
                Members(command.Arguments, arguments, open);
            else if (arguments.Kind != ExampleKind.Elided)
                Fail(arguments, "arguments are an object");
        }
        else if (!message.HasElision)
        {
            Missing(command.Arguments?.Members ?? [], message);
        }
    }

    private void Answer(ExampleValue message)
    {
        if (message["return"] is { } returned)
        {
            if (_last is { } command)
                Value(command.Returns ?? schema.Find("q_empty") as DefinedType, returned);
            _last = null;
        }
        else if (message["event"] is { Kind: ExampleKind.String } name)
        {
            Event(message, name);
        }
        else if (message["error"] is null && message["QMP"] is null && !message.HasElision)
        {
            Fail(message, "what QEMU sends has a member 'return', 'error', 'event' or 'QMP'");
        }
    }

    private void Event(ExampleValue message, ExampleValue name)
    {
        if (schema.Find(name.Text) is not DefinedMessage { IsCommand: false } definition)
        {
            Fail(name, $"the schema has no event '{name.Text}'");
            return;
        }

        if (message["timestamp"] is null && !message.HasElision)
            Fail(message, "an event has a timestamp");
        if (message["data"] is { Kind: ExampleKind.Object } data)
            Members(definition.Arguments, data, open: false);
        else if (message["data"] is null && !message.HasElision)
            Missing(definition.Arguments?.Members ?? [], message);
    }

    private void Value(DefinedType? type, ExampleValue value)
    {
        if (value.Kind == ExampleKind.Elided)
            return;
        switch (type)
        {
            case DefinedBuiltin builtin when !Fits(builtin.JsonType, value.Kind):
                Fail(value, $"a value of type '{type.Name}' is wanted");
                break;
            case DefinedEnum enumeration when value.Kind != ExampleKind.String:
                Fail(value, $"a value of '{enumeration.Name}' is wanted");
                break;
            case DefinedEnum enumeration when enumeration.Values.All(v => v.Name != value.Text) && value.Text != "...":
                Fail(value, $"'{enumeration.Name}' has no value '{value.Text}'");
                break;
            case DefinedArray array when value.Kind == ExampleKind.Array:
                foreach (ExampleValue item in value.Items)
                    Value(array.Element, item);
                break;
            case DefinedArray:
                Fail(value, "a list is wanted");
                break;
            case DefinedObject obj when value.Kind == ExampleKind.Object:
                Members(obj, value, open: false);
                break;
            case DefinedObject:
                Fail(value, "an object is wanted");
                break;
            case DefinedAlternate alternate:
                DefinedMember? branch = alternate.Branches.FirstOrDefault(b => b.Type is { } t && Fits(t.JsonType, value.Kind));
                if (branch is null)
                    Fail(value, $"no branch of '{alternate.Name}' takes this");
                else
                    Value(branch.Type, value);
                break;
        }
    }

    private void Members(DefinedObject? type, ExampleValue value, bool open)
    {
        List<DefinedMember> members = [.. type?.Members ?? []];
        bool complete = true;
        for (DefinedObject? union = type; union is { IsUnion: true };)
        {
            DefinedMember? branch = value[union.TagName!] is { Kind: ExampleKind.String } tag
                ? union.Branches.FirstOrDefault(b => b.Name == tag.Text)
                : null;
            complete &= branch is not null || value[union.TagName!] is { Kind: ExampleKind.String };
            union = branch?.Type as DefinedObject;
            members.AddRange(union?.Members ?? []);
        }

        foreach ((string name, ExampleValue member, int line, int column) in value.Members)
        {
            if (members.Find(m => m.Name == name) is { } known)
                Value(known.Type, member);
            else if (!open && complete)
                _problems.Add(new ExampleProblem(line, column, $"'{name}' is unexpected"));
        }

        if (!value.HasElision)
            Missing(members.Where(m => value[m.Name] is null), value);
    }

    private void Missing(IEnumerable<DefinedMember> members, ExampleValue at)
    {
        foreach (DefinedMember member in members)
        {
            if (!member.Optional && member.Condition is null)
                Fail(at, $"'{member.Name}' is missing");
        }
    }

    private static bool Fits(string jsonType, ExampleKind kind) => jsonType switch
    {
        "string" => kind == ExampleKind.String,
        "int" => kind == ExampleKind.Integer,
        "number" => kind is ExampleKind.Integer or ExampleKind.Number,
        "boolean" => kind == ExampleKind.Boolean,
        "null" => kind == ExampleKind.Null,
        "array" => kind == ExampleKind.Array,
        "object" => kind == ExampleKind.Object,
        _ => true,
    };

    private void Fail(ExampleValue at, string text) => _problems.Add(new ExampleProblem(at.Line, at.Column, text));
}
