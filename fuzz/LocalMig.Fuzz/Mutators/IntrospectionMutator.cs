using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Mutators;

/// <summary>Makes answers of query-qmp-schema whose entities refer to each other by numbers, and adds such entities to what is there.</summary>
public sealed class IntrospectionMutator : IStructureMutator
{
    private static readonly string[] Types = ["0", "1", "2", "3", "4", "5", "int", "str", "[int]"];
    private static readonly string[] JsonTypes = ["int", "string", "value", "null"];

    private readonly JsonMutator _json = new(["name", "meta-type", "members", "type", "0", "1", "object", "tag", "variants", "case", "default", "features", "deprecated"]);

    /// <inheritdoc/>
    public void Mutate(ReadOnlySpan<byte> input, InputBuffer output, FuzzRandom random)
    {
        int begin = input.IndexOf((byte)'[');
        switch (random.Below(3))
        {
            case 0:
                _json.Mutate(input, output, random);
                break;
            case 1 when begin >= 0:
                output.Set(input);
                var entity = new InputBuffer(output.Maximum);
                Entity(entity, random);
                entity.Append(", "u8);
                output.Insert(begin + 1, entity.Bytes);
                break;
            default:
                output.Append("["u8);
                for (int i = random.Below(6); i >= 0; i--)
                {
                    Entity(output, random);
                    output.Append(i > 0 ? ", "u8 : "]"u8);
                }

                break;
        }
    }

    private static void Entity(InputBuffer output, FuzzRandom random)
    {
        output.Append("{\"name\": ");
        Quoted(output, random.Pick(Types));
        switch (random.Below(6))
        {
            case 0:
                output.Append(", \"meta-type\": \"builtin\", \"json-type\": ");
                Quoted(output, random.Pick(JsonTypes));
                break;
            case 1:
                output.Append(", \"meta-type\": \"array\", \"element-type\": ");
                Quoted(output, random.Pick(Types));
                break;
            case 2:
                output.Append(random.OneIn(2) ? ", \"meta-type\": \"enum\", \"values\": [\"a\", \"b\"]" : ", \"meta-type\": \"enum\", \"members\": [{\"name\": \"a\", \"features\": [\"deprecated\"]}, {\"name\": \"b\"}]");
                break;
            case 3:
                output.Append(", \"meta-type\": \"alternate\", \"members\": [{\"type\": ");
                Quoted(output, random.Pick(Types));
                output.Append("}]");
                break;
            case 4:
                Object(output, random);
                break;
            default:
                output.Append(random.OneIn(2) ? ", \"meta-type\": \"event\", \"arg-type\": " : ", \"meta-type\": \"command\", \"allow-oob\": true, \"ret-type\": \"0\", \"arg-type\": ");
                Quoted(output, random.Pick(Types));
                break;
        }

        output.Append(random.OneIn(6) ? ", \"features\": [\"unstable\"]}" : "}");
    }

    private static void Object(InputBuffer output, FuzzRandom random)
    {
        output.Append(", \"meta-type\": \"object\", \"members\": [");
        for (int i = random.Below(3); i > 0; i--)
        {
            output.Append($"{{\"name\": \"{(char)('a' + i)}\", \"type\": ");
            Quoted(output, random.Pick(Types));
            output.Append(random.OneIn(2) ? ", \"default\": null}" : "}");
            output.Append(i > 1 ? ", " : "");
        }

        output.Append("]");
        if (random.OneIn(2))
            return;
        output.Append(", \"tag\": \"b\", \"variants\": [{\"case\": \"a\", \"type\": ");
        Quoted(output, random.Pick(Types));
        output.Append("}]");
    }

    private static void Quoted(InputBuffer output, string text) => output.Append($"\"{text}\"");
}
