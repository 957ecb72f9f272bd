namespace LocalMig.Tests.Json;

/// <summary>Inputs that are nearly valid, the same ones for the same seed: pieces of the dialect one after the other, or commands with a
/// few bytes changed.</summary>
internal sealed class NearJsonSource(int seed)
{
    private static readonly string[] Commands =
    [
        "{\"execute\":\"query-status\",\"id\":7}", "{ 'execute' : 'query-status', 'arguments' : { } }\r\n", "{\"execute\":\"nosuch\",\"arguments\":{\"a\":[1,2]}}",
        "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}", "{\"execute\":\"query-status\",\"id\":{\"a\":[true,null,-1.5e3,\"\\u00e9\"]}}",
        "[{\"execute\":\"query-status\"}]", "{\"execute\":\"query-status\",\"bogus\":1}", "{\"exec-oob\":\"query-status\"}",
    ];

    // One byte less and it is a command of QEMU's that is not meant here: query-stats.
    private readonly Random _random = new(seed);

    public NearJson Next()
    {
        byte[] bytes;
        do
            bytes = _random.Next(3) == 0 ? Changed() : Pieces();
        while (bytes.AsSpan().IndexOf("query-stats"u8) >= 0);
        return new NearJson(bytes);
    }

    private byte[] Pieces()
    {
        List<byte> bytes = [];
        for (int left = _random.Next(1, 12); left > 0; left--)
            bytes.AddRange(_random.Next(6) == 0 ? [Byte()] : JsonArbitraries.Pieces[_random.Next(JsonArbitraries.Pieces.Count)]);
        return [.. bytes];
    }

    private byte[] Changed()
    {
        List<byte> bytes = [.. System.Text.Encoding.ASCII.GetBytes(Commands[_random.Next(Commands.Length)])];
        for (int left = _random.Next(1, 4); left > 0; left--)
        {
            int at = _random.Next(bytes.Count);
            switch (_random.Next(3))
            {
                case 0:
                    bytes[at] = Byte();
                    break;
                case 1:
                    bytes.Insert(at, Byte());
                    break;
                default:
                    bytes.RemoveAt(at);
                    break;
            }
        }

        return [.. bytes];
    }

    private byte Byte() => _random.Next(2) == 0 ? (byte)_random.Next(256) : (byte)_random.Next(' ', 0x7F);
}
