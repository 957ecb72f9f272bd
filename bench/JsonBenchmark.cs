using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Bench;

/// <summary>The rate of reading QMP's JSON beside what the runtime has: events beside <see cref="Utf8JsonReader"/>, which checks no names
/// for doubles and decodes nothing, and trees beside <see cref="JsonDocument"/>, which keeps the text and an index of it, and
/// <see cref="JsonNode"/>, which decodes when asked. Short rounds take turns; what is compared is neighbouring rounds.</summary>
internal static class JsonBenchmark
{
    public static int Run(string[] arguments)
    {
        int rounds = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 400;
        if (arguments.Length == 0 || !File.Exists(arguments[0]))
        {
            Console.Error.WriteLine("which file holds the answer of query-qmp-schema?");
            return 2;
        }

        byte[] schema = File.ReadAllBytes(arguments[0]);
        byte[] commands = Commands(10_000);
        Compare($"schema, {schema.Length} bytes", schema, rounds);
        Compare($"10000 commands, {commands.Length} bytes", commands, rounds);
        return 0;
    }

    // As a management program sends them: a line each, an id that counts.
    private static byte[] Commands(int count)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"execute\": \"{(i % 2 == 0 ? "query-status" : "migrate-set-parameters")}\", ");
            if (i % 2 == 1)
                text.Append(CultureInfo.InvariantCulture, $"\"arguments\": {{\"max-bandwidth\": {i * 1000}, \"tls-creds\": \"\", \"direct-io\": false}}, ");
            text.Append(CultureInfo.InvariantCulture, $"\"id\": \"libvirt-{i}\"}}\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Compare(string name, byte[] document, int rounds)
    {
        Contender[] contenders =
        [
            new("Utf8JsonReader", 0, () => Reader(document)),
            new("JsonParser, qemu-11", 0, Events(document, QemuGeneration.Qemu11)),
            new("JsonParser, qemu-7", 0, Events(document, QemuGeneration.Qemu7)),
            new("JsonDocument", 3, () => Document(document)),
            new("JsonNode", 3, () => Node(document)),
            new("JsonValue, qemu-11", 3, Trees(document, QemuGeneration.Qemu11)),
            new("JsonValue, qemu-7", 3, Trees(document, QemuGeneration.Qemu7)),
        ];

        // The runtime compiles hot code again after a while, in the background: what is measured is what runs after that.
        long warm = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(warm) < TimeSpan.FromSeconds(2))
        {
            foreach (Contender contender in contenders)
                contender.Read();
        }

        for (int i = 0; i < rounds; i++)
        {
            foreach (Contender contender in contenders)
                contender.Sample();
        }

        Console.WriteLine($"{name}; {rounds} rounds");
        Console.WriteLine($"  {"",-22}{"MB/s median",12}{"MB/s best",12}{"bytes allocated",17}{"rate / peer's",15}  peer");
        foreach (Contender contender in contenders)
        {
            Contender peer = contenders[contender.Peer];
            double ratio = Figures.Median(contender.Times.Zip(peer.Times, static (ours, theirs) => theirs / ours));
            Console.WriteLine(
                $"  {contender.Name,-22}{document.Length / Figures.Median(contender.Times) * 1e3,12:f0}{document.Length / contender.Times.Min() * 1e3,12:f0}"
                + $"{contender.Allocated,17}{ratio,15:f2}  {peer.Name}");
        }
    }

    private static int Reader(byte[] document)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { AllowMultipleValues = true });
        int tokens = 0;
        while (reader.Read())
            tokens++;
        return tokens;
    }

    private static Func<int> Events(byte[] document, QemuGeneration generation)
    {
        var parser = new JsonParser(generation);
        return () =>
        {
            var sink = default(CountingSink);
            parser.Feed(document, ref sink);
            return sink.Tokens;
        };
    }

    private static Func<int> Trees(byte[] document, QemuGeneration generation)
    {
        var parser = new JsonParser(generation);
        var builder = new JsonValueBuilder();
        return () =>
        {
            parser.Feed(document, builder);
            int messages = builder.Events.Count;
            builder.Events.Clear();
            return messages;
        };
    }

    private static int Document(byte[] document)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { AllowMultipleValues = true });
        int messages = 0;
        while (reader.Read())
        {
            using JsonDocument message = JsonDocument.ParseValue(ref reader);
            messages++;
        }

        return messages;
    }

    private static int Node(byte[] document)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { AllowMultipleValues = true });
        int messages = 0;
        while (reader.Read())
        {
            _ = JsonNode.Parse(ref reader);
            messages++;
        }

        return messages;
    }

    private sealed class Contender(string name, int peer, Func<int> read)
    {
        public string Name => name;

        public int Peer => peer;

        public List<double> Times { get; } = [];

        public long Allocated { get; private set; }

        public void Read() => read();

        public void Sample()
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            int count = read();
            Times.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            Allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (count == 0)
                throw new InvalidOperationException($"{name} read nothing");
        }
    }

    private struct CountingSink : IJsonSink
    {
        public int Tokens;

        public void BeginObject() => Tokens++;

        public void EndObject() => Tokens++;

        public void BeginArray() => Tokens++;

        public void EndArray() => Tokens++;

        public void Key(ReadOnlySpan<byte> utf8) => Tokens++;

        public void String(ReadOnlySpan<byte> utf8) => Tokens++;

        public void Integer(long value) => Tokens++;

        public void Unsigned(ulong value) => Tokens++;

        public void Double(double value) => Tokens++;

        public void Boolean(bool value) => Tokens++;

        public void Null() => Tokens++;

        public void Complete(long end)
        {
        }

        public void Fail(in JsonError error) => throw new InvalidOperationException(error.Text);
    }
}
