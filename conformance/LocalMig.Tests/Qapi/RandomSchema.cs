using System.Text;

namespace LocalMig.Tests.Qapi;

/// <summary>A random schema that is sound, or has exactly one fault put into it.</summary>
internal sealed class RandomSchema
{
    private static readonly string[] Builtins = ["int", "str", "bool", "size", "uint8", "number", "any", "null"];

    // Each is wrong in a way that does not depend on what stands around it.
    private static readonly string[] Faults =
    [
        "{ 'struct': 'Faulty', 'data': { 'a': 'NoSuchType' } }", "{ 'struct': 'faulty', 'data': {} }", "{ 'struct': 'Faulty' }",
        "{ 'struct': 'Faulty', 'data': { 'a-b': 'int', 'a_b': 'int' } }", "{ 'struct': 'Faulty', 'base': 'Faulty', 'data': {} }",
        "{ 'enum': 'Faulty', 'data': [ 'a', 'a' ] }", "{ 'command': 'faulty', 'returns': 'int' }", "{ 'command': 'faulty', 'data': 'str' }",
        "{ 'event': 'faulty' }", "{ 'alternate': 'Faulty', 'data': { 'a': 'int', 'b': 'number' } }", "{ 'alternate': 'Faulty', 'data': {} }",
        "{ 'union': 'Faulty', 'base': { 'a': 'int' }, 'discriminator': 'a', 'data': {} }", "{ 'command': 'faulty', 'if': 'lower' }",
        "{ 'struct': 'Faulty', 'data': {}, 'features': [ 'f', 'f' ] }", "{ 'command': 'faulty', 'boxed': true }", "{ 'struct' }",
        "{ 'struct': 'Faulty', 'data': {}, 'unknown': true }", "##\n# @Other:\n##\n{ 'struct': 'Faulty', 'data': {} }", "##\n# @faulty:\n#\n# @a: x\n##\n{ 'command': 'faulty' }",
    ];

    private readonly StringBuilder _text = new();
    private readonly Random _random;
    private readonly List<string> _objects = [];
    private readonly List<string> _enums = [];

    private RandomSchema(int seed) => _random = new Random(seed);

    public string Text => _text.ToString();

    public static RandomSchema Make(int seed, bool fault)
    {
        RandomSchema schema = new(seed);
        int count = schema._random.Next(1, 20);
        int faultAt = fault ? schema._random.Next(count) : -1;
        for (int i = 0; i < count; i++)
        {
            if (i == faultAt)
                schema._text.Append(Faults[schema._random.Next(Faults.Length)]).Append('\n');
            schema.Definition(i);
        }

        return schema;
    }

    private void Definition(int n)
    {
        switch (_random.Next(6))
        {
            case 0:
                Write("enum", $"Kind{n}x", $"'data': [ {Values()} ]", [.. _values]);
                _enums.Add($"Kind{n}x");
                break;
            case 1:
                (string Name, string Text)[] members = Members();
                Write("struct", $"Thing{n}x", $"'data': {{ {Join(members)} }}", [.. members.Select(static m => m.Name)]);
                _objects.Add($"Thing{n}x");
                break;
            case 2 when _enums.Count > 0 && _objects.Count > 0:
                Write("union", $"Union{n}x", $"'base': {{ 'kind': '{Pick(_enums)}' }}, 'discriminator': 'kind', 'data': {{}}", ["kind"]);
                break;
            case 3:
                Write("alternate", $"Choice{n}x", "'data': { 'one': 'bool', 'two': 'null', 'three': [ 'int' ] }", ["one", "two", "three"]);
                break;
            case 4:
                members = Members();
                string returns = _objects.Count > 0 && _random.Next(2) == 0 ? $", 'returns': [ '{Pick(_objects)}' ]" : "";
                Write("command", $"do-it-{n}", $"'data': {{ {Join(members)} }}{returns}", [.. members.Select(static m => m.Name)]);
                break;
            default:
                members = Members();
                Write("event", $"DONE_{n}", $"'data': {{ {Join(members)} }}", [.. members.Select(static m => m.Name)]);
                break;
        }
    }

    private readonly List<string> _values = [];

    private string Values()
    {
        _values.Clear();
        for (int i = _random.Next(1, 5); i > 0; i--)
            _values.Add($"value-{i}");
        return string.Join(", ", _values.Select(static v => $"'{v}'"));
    }

    private (string Name, string Text)[] Members() => [.. Enumerable.Range(0, _random.Next(4)).Select(i =>
    {
        string name = $"m{i}" + (_random.Next(2) == 0 ? "-x" : "");
        string type = _objects.Count > 0 && _random.Next(3) == 0 ? Pick(_objects) : Pick(Builtins);
        string text = _random.Next(4) == 0 ? $"[ '{type}' ]" : $"'{type}'";
        return (name, $"'{(_random.Next(2) == 0 ? "*" : "")}{name}': {text}");
    })];

    private static string Join((string Name, string Text)[] members) => string.Join(", ", members.Select(static m => m.Text));

    private void Write(string meta, string name, string rest, string[] members)
    {
        if (_random.Next(2) == 0)
        {
            _text.Append("##\n# @").Append(name).Append(":\n#\n# Some words.  And more.\n");
            foreach (string member in members)
                _text.Append("#\n# @").Append(member).Append(": one of them\n#     on two lines\n");
            _text.Append("#\n# Since: 9.").Append(_random.Next(3)).Append("\n##\n");
        }

        _text.Append("{ '").Append(meta).Append("': '").Append(name).Append("', ").Append(rest);
        if (_random.Next(3) == 0)
            _text.Append(", 'if': { 'any': [ 'A', { 'not': 'B_2' } ] }");
        _text.Append(" }\n");
    }

    private string Pick(IReadOnlyList<string> from) => from[_random.Next(from.Count)];
}
