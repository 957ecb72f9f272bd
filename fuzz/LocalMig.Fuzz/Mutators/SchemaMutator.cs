using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Mutators;

/// <summary>Makes schemas by their grammar: definitions of every kind that mention each other, with the parts they may have.</summary>
public sealed class SchemaMutator : IStructureMutator
{
    private static readonly string[] Types = ["str", "int", "bool", "number", "uint8", "size", "any", "null", "Pair", "Kind", "Shape", "Either", "Base", "Nosuch"];
    private static readonly string[] Members = ["a", "b", "*c", "type", "d-e", "x_y", "*type", "B", "q_", "5x"];
    private static readonly string[] Values = ["a", "b", "c", "none", "two-words", "X", "9p"];
    private static readonly string[] Pragmas = ["doc-required", "command-name-exceptions", "command-returns-exceptions", "member-name-exceptions", "documentation-exceptions", "nosuch"];

    /// <inheritdoc/>
    public void Mutate(ReadOnlySpan<byte> input, InputBuffer output, FuzzRandom random)
    {
        if (!random.OneIn(3))
            output.Set(input);
        for (int i = random.Below(4); i >= 0; i--)
        {
            var piece = new InputBuffer(1024);
            Definition(piece, random);
            int at = random.OneIn(2) ? output.Length : output.Length == 0 ? 0 : output.Bytes[..random.Below(output.Length)].LastIndexOf((byte)'\n') + 1;
            output.Insert(at, piece.Bytes);
        }
    }

    private static void Definition(InputBuffer output, FuzzRandom random)
    {
        if (random.OneIn(3))
            Comment(output, random);
        switch (random.Below(8))
        {
            case 0:
                output.Append("{ 'struct': 'Pair', ");
                Data(output, random);
                Extra(output, random, ", 'base': 'Base'");
                break;
            case 1:
                output.Append("{ 'enum': 'Kind', 'data': [ ");
                List(output, random, static (piece, chance) => piece.Append(chance.OneIn(4) ? $"{{ 'name': '{chance.Pick(Values)}', 'if': 'CONFIG_X' }}" : $"'{chance.Pick(Values)}'"));
                output.Append(" ]");
                Extra(output, random, ", 'prefix': 'K'");
                break;
            case 2:
                output.Append("{ 'union': 'Shape', 'base': { 'type': 'Kind' }, 'discriminator': 'type', 'data': { ");
                List(output, random, static (piece, chance) => piece.Append($"'{chance.Pick(Values)}': '{chance.Pick(Types)}'"));
                output.Append(" }");
                Extra(output, random, "");
                break;
            case 3:
                output.Append("{ 'alternate': 'Either', ");
                Data(output, random);
                Extra(output, random, "");
                break;
            case 4:
                output.Append($"{{ 'event': 'HAPPENED', ");
                Data(output, random);
                Extra(output, random, ", 'boxed': true");
                break;
            case 5:
                output.Append(random.OneIn(2)
                    ? $"{{ 'pragma': {{ '{random.Pick(Pragmas)}': {(random.OneIn(2) ? "true" : "[ 'x', 'Pair' ]")} }}"
                    : "{ 'include': '" + (random.OneIn(2) ? "fuzz.json" : "nosuch.json") + "'");
                break;
            case 6:
                output.Append("{ 'struct': 'Base', ");
                Data(output, random);
                break;
            default:
                output.Append("{ 'command': 'x', ");
                Data(output, random);
                Extra(output, random, random.OneIn(2) ? $", 'returns': {Type(random)}" : ", 'allow-oob': true");
                break;
        }

        output.Append(" }\n");
    }

    private static void Data(InputBuffer output, FuzzRandom random)
    {
        if (random.OneIn(5))
        {
            output.Append($"'data': {Type(random)}");
            return;
        }

        output.Append("'data': { ");
        List(output, random, static (piece, chance) => piece.Append(chance.OneIn(5)
            ? $"'{chance.Pick(Members)}': {{ 'type': {Type(chance)}, 'if': {Condition(chance, 0)}, 'features': [ 'unstable' ] }}"
            : $"'{chance.Pick(Members)}': {Type(chance)}"));
        output.Append(" }");
    }

    private static void Extra(InputBuffer output, FuzzRandom random, string own)
    {
        if (random.OneIn(3))
            output.Append(own);
        if (random.OneIn(4))
            output.Append($", 'if': {Condition(random, 0)}");
        if (random.OneIn(4))
            output.Append(", 'features': [ 'deprecated', { 'name': 'unstable', 'if': 'CONFIG_X' } ]");
    }

    private static string Type(FuzzRandom random) => random.OneIn(4) ? $"[ '{random.Pick(Types)}' ]" : $"'{random.Pick(Types)}'";

    private static string Condition(FuzzRandom random, int depth) => random.Below(depth > 2 ? 1 : 4) switch
    {
        0 => "'CONFIG_X'",
        1 => $"{{ 'not': {Condition(random, depth + 1)} }}",
        2 => $"{{ 'all': [ {Condition(random, depth + 1)}, 'CONFIG_Y' ] }}",
        _ => $"{{ 'any': [ {Condition(random, depth + 1)} ] }}",
    };

    private static void List(InputBuffer output, FuzzRandom random, Action<InputBuffer, FuzzRandom> item)
    {
        for (int i = random.Below(4); i > 0; i--)
        {
            item(output, random);
            output.Append(i > 1 ? ", " : "");
        }
    }

    private static void Comment(InputBuffer output, FuzzRandom random)
    {
        output.Append("##\n");
        string[] lines = ["# @x:", "# @Pair:", "#", "# @a: text", "# Since: 9.2", "# Features:", "# @deprecated: no", "# free text", "# Returns: x", "#no space"];
        for (int i = random.Below(6); i > 0; i--)
            output.Append(random.Pick(lines) + "\n");
        output.Append("##\n");
    }
}
