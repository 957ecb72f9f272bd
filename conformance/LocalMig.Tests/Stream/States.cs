using FsCheck;
using FsCheck.Fluent;
using LocalMig.Stream;

namespace LocalMig.Tests.Stream;

/// <summary>A description with values that fit it.</summary>
public sealed record State(VmStateDescription Description, VmStateValues Values)
{
    public override string ToString() => $"{Description.Name} v{Description.Version}: {string.Join(", ", Description.Fields.Select(field => $"{field.Name} {field.Type.Name} {field.Size} x{field.ArrayLength}"))}";
}

/// <summary>Makes descriptions of every kind of field, nested and with subsections, and values for them.</summary>
public static class States
{
    private static readonly VmStateType[] Numbers =
    [
        VmStateType.UInt8, VmStateType.UInt16, VmStateType.UInt32, VmStateType.UInt64, VmStateType.Int32, VmStateType.Int64,
        VmStateType.Bool, VmStateType.Named("int8"), VmStateType.Named("uint32 equal"), VmStateType.Named("timer"),
    ];

    public static Arbitrary<State> Any() => Arb.From(Of("dev", 2));

    /// <summary>One state, whose form the random numbers decide.</summary>
    internal static State One(string name, int depth, System.Random random) => Make(name, random.Next(10), random.Next(6), depth, random);

    private static Gen<State> Of(string name, int depth) =>
        from version in Gen.Choose(0, 9)
        from count in Gen.Choose(0, 5)
        from seed in Gen.Choose(0, int.MaxValue)
        select Make(name, version, count, depth, new System.Random(seed));

    private static State Make(string name, int version, int count, int depth, System.Random random)
    {
        var fields = new List<VmStateField>();
        var values = new VmStateValues();
        for (int i = 0; i < count; i++)
            AddField(name, $"f{i}", fields, values, depth, random);

        var subsections = new List<VmStateDescription>();
        for (int i = 0; depth > 0 && i < random.Next(3); i++)
        {
            State nested = Make($"{name}/s{i}", random.Next(4), random.Next(3), depth - 1, random);
            subsections.Add(nested.Description);
            if (random.Next(2) == 0)
                values.SetSubsection(nested.Description.Name, nested.Values);
        }

        return new State(new VmStateDescription(name, version, version, fields, subsections), values);
    }

    private static void AddField(string parent, string name, List<VmStateField> fields, VmStateValues values, int depth, System.Random random)
    {
        VmStateType number = Numbers[random.Next(Numbers.Length)];
        string path = $"{parent}.{name}"; // a subsection is told by its parent's name, which must be its alone
        switch (random.Next(depth > 0 ? 8 : 5))
        {
            case 0:
                fields.Add(VmStateField.Of(name, number));
                values.Set(name, new VmStateNumber(Number(number, random)));
                break;
            case 1:
                int length = random.Next(5);
                fields.Add(VmStateField.Of(name, number, length));
                values.Set(name, Enumerable.Range(0, length).Select(_ => Number(number, random)).ToArray());
                break;
            case 2:
                byte[] fixedBytes = Bytes(random);
                fields.Add(VmStateField.Buffer(name, fixedBytes.Length));
                values.Set(name, fixedBytes.AsMemory());
                break;
            case 3:
                byte[] bytes = Bytes(random);
                fields.Add(VmStateField.Of(name + "_len", VmStateType.UInt32));
                fields.Add(VmStateField.Buffer(name, lengthFrom: name + "_len"));
                values.Set(name + "_len", (ulong)bytes.Length).Set(name, bytes.AsMemory());
                break;
            case 4:
                fields.Add(VmStateField.Of(name, VmStateType.Fd));
                values.Set(name, new VmStateDescriptor(Value: null));
                break;
            case 5:
                State one = Make(path, 1, random.Next(4), depth - 1, random);
                fields.Add(VmStateField.Nested(name, one.Description));
                values.Set(name, one.Values);
                break;
            case 6:
                (VmStateDescription element, VmStateValues[] items) = Several(path, depth, random);
                fields.Add(VmStateField.Of(name + "_count", VmStateType.UInt16));
                fields.Add(VmStateField.Nested(name, element, lengthFrom: name + "_count"));
                values.Set(name + "_count", (ulong)items.Length).Set(name, items);
                break;
            default:
                (VmStateDescription entry, VmStateValues[] entries) = Several(path, depth, random);
                fields.Add(VmStateField.List(name, entry));
                values.Set(name, entries);
                break;
        }
    }

    // Elements of one description; what is in them may differ where it has a length of its own. Each begins with a byte of its own:
    // of two elements that consist of subsections alone nothing tells where the first one ends.
    private static (VmStateDescription Description, VmStateValues[] Items) Several(string name, int depth, System.Random random)
    {
        int seed = random.Next();
        VmStateDescription description = Element().Description;
        VmStateField start = VmStateField.Of("start", VmStateType.UInt8);
        return (
            description with { Fields = [start, .. description.Fields] },
            [.. Enumerable.Range(0, random.Next(4)).Select(index => Element().Values.Set(start.Name, (ulong)index))]);

        State Element() => Make(name, 1, 3, depth - 1, new System.Random(seed));
    }

    private static byte[] Bytes(System.Random random)
    {
        byte[] bytes = new byte[random.Next(20)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static ulong Number(VmStateType type, System.Random random)
    {
        ulong bits = random.Next(4) switch { 0 => 0, 1 => ulong.MaxValue, _ => (ulong)random.NextInt64() };
        if (type.Kind == VmStateKind.Boolean)
            return bits & 1;
        int unused = 64 - (type.Size * 8);
        return type.Kind == VmStateKind.Signed ? (ulong)((long)(bits << unused) >> unused) : bits << unused >> unused;
    }
}
