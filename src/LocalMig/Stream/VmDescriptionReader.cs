using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Reads the description that follows a stream. The twin of <see cref="VmDescriptionWriter"/>; it takes what real QEMUs
/// write: members that stand twice in the elements of a queue, fields described inline, descriptor fields of the size 0.</summary>
public static class VmDescriptionReader
{
    private const int LeastPage = 1 << 9;
    private const int MostPage = 1 << 20;

    // A description of a PC says "name", "type" and "uint32" thousands of times.
    [ThreadStatic]
    private static JsonNameCache? _names;

    /// <summary>Reads the JSON text.</summary>
    /// <param name="json">UTF-8, without a final NUL.</param>
    /// <param name="offset">Where it stands in the stream, for errors.</param>
    /// <param name="limits">How deep it may be nested.</param>
    public static Result<VmDescription, ParseError> Read(ReadOnlySpan<byte> json, long offset, Limits limits)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = limits.JsonDepth });
        try
        {
            VmDescription description = ReadWhole(ref reader);
            return reader.Read() ? throw new JsonException("more JSON follows") : description;
        }
        catch (JsonException broken)
        {
            // The library reports by exception only; its place is what was consumed.
            return ParseError.At(Errors.StreamDescription, offset + reader.BytesConsumed, broken.Message);
        }
    }

    private static VmDescription ReadWhole(ref Utf8JsonReader reader)
    {
        int pageSize = 4096;
        VmStateDescription? configuration = null;
        var devices = new List<VmDescription.Device>();
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject);
        while (Member(ref reader, out string name))
        {
            switch (name)
            {
                case "page_size":
                    pageSize = Number(ref reader);
                    if (!BitOperations.IsPow2(pageSize) || pageSize is < LeastPage or > MostPage)
                        throw new JsonException($"a page has a power of two of bytes, {LeastPage} to {MostPage}");
                    break;
                case "configuration":
                    configuration = ReadObject(ref reader).ToState();
                    break;
                case "devices":
                    while (Item(ref reader))
                    {
                        Node node = ReadObject(ref reader);
                        devices.Add(new VmDescription.Device(Required(node.Name, "name"), (uint)(node.Instance ?? 0), node.Fields is null ? null : node.ToState(), node.Size ?? 0));
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new VmDescription(pageSize, configuration, devices);
    }

    // Devices, fields, structs and subsections are objects of one form: each uses some of the members.
    private static Node ReadObject(ref Utf8JsonReader reader)
    {
        var node = new Node();
        Expect(ref reader, JsonTokenType.StartObject);
        while (Member(ref reader, out string name))
        {
            switch (name)
            {
                case "name":
                    node.Name = Text(ref reader);
                    break;
                case "vmsd_name":
                    node.StateName = Text(ref reader);
                    break;
                case "type":
                    node.Type = Text(ref reader);
                    break;
                case "version":
                    node.Version = Number(ref reader);
                    break;
                case "instance_id":
                    node.Instance = Number(ref reader);
                    break;
                case "size":
                    node.Size = Number(ref reader);
                    break;
                case "array_len":
                    node.ArrayLength = Number(ref reader);
                    break;
                case "index":
                    node.Index = Number(ref reader);
                    break;
                case "struct":
                    node.Struct = ReadObject(ref reader).ToState();
                    break;
                case "fields":
                    node.Repeated = node.Fields is not null;
                    node.Fields = [];
                    while (Item(ref reader))
                        node.Add(ReadObject(ref reader).ToField());
                    break;
                case "subsections":
                    node.Subsections = [];
                    while (Item(ref reader))
                        node.Subsections.Add(ReadObject(ref reader).ToState());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return node;
    }

    private static bool Member(ref Utf8JsonReader reader, out string name)
    {
        reader.Read();
        name = reader.TokenType == JsonTokenType.PropertyName ? Unescaped(ref reader) : "";
        if (reader.TokenType == JsonTokenType.EndObject)
            return false;
        reader.Read();
        return true;
    }

    // Stands on the opening bracket or on the end of the item before.
    private static bool Item(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndObject))
            Expect(ref reader, JsonTokenType.StartArray);
        reader.Read();
        return reader.TokenType != JsonTokenType.EndArray;
    }

    private static int Number(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return reader.TryGetInt32(out int value) && value >= 0 ? value : throw new JsonException("a number of 0 to 2147483647 must stand here");
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return Unescaped(ref reader);
    }

    private static string Unescaped(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && Ascii.IsValid(reader.ValueSpan))
            return (_names ??= new JsonNameCache()).Get(reader.ValueSpan);
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException invalid)
        {
            throw new JsonException("a string is no valid Unicode", invalid); // no UTF-8, or an escaped half of a surrogate pair
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
            throw new JsonException($"{reader.TokenType} stands where {type} was expected");
    }

    private static T Required<T>(T? value, string member)
        where T : class =>
        value ?? throw new JsonException($"an object lacks its member '{member}'");

    private struct Node
    {
        private const int Few = 8;

        private Dictionary<string, int>? _times;

        public string? Name { get; set; }

        public string? StateName { get; set; }

        public string? Type { get; set; }

        public int Version { get; set; }

        public int? Instance { get; set; }

        public int? Size { get; set; }

        public int? ArrayLength { get; set; }

        public int? Index { get; set; }

        public bool Repeated { get; set; }

        public VmStateDescription? Struct { get; set; }

        public List<VmStateField>? Fields { get; set; }

        public List<VmStateDescription>? Subsections { get; set; }

        // Parts of an array that differ in form stand one after the other under the one name.
        public void Add(VmStateField field)
        {
            if (field.Index is null && (_times is not null || MayRepeat(field.Name)))
            {
                ref int before = ref CollectionsMarshal.GetValueRefOrAddDefault(_times ??= Once(), field.Name, out bool repeated);
                field = repeated ? field with { Index = ++before } : field;
            }

            Fields!.Add(field);
        }

        // Most structs have a few fields of different names, and need no table of them.
        private readonly bool MayRepeat(string name)
        {
            for (int i = 0; i < Fields!.Count; i++)
            {
                if (i == Few || Fields[i].Name == name)
                    return true;
            }

            return false;
        }

        private readonly Dictionary<string, int> Once()
        {
            var times = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (VmStateField field in Fields!)
            {
                if (field.Index is null)
                    times.Add(field.Name, 0);
            }

            return times;
        }

        public readonly VmStateDescription ToState() =>
            new(StateName ?? "", Version, Version, Required(Fields, "fields"), Subsections ?? []);

        public readonly VmStateField ToField()
        {
            VmStateType type = VmStateType.Named(Required(Type, "type"));
            int size = Size ?? throw new JsonException("a field lacks its member 'size'");
            // A queue's elements are all described in the one object; what can be said of the whole is its size.
            VmStateDescription? nested = Struct ?? (Fields is null || Repeated || type.Kind == VmStateKind.List ? null : ToState());
            // QEMU states 0 for a descriptor, although its service byte is one.
            int bytes = type.Kind == VmStateKind.Descriptor ? type.Size : size;
            return new VmStateField(Required(Name, "name"), type, bytes, ArrayLength, nested) { Index = Index, StatedSize = size == bytes ? null : size };
        }
    }
}
