using System.Text;

namespace LocalMig.Suite.Differential;

/// <summary>Bytes that are nearly messages of QMP: whole commands with a few changes, and pieces of the dialect one after the other. None
/// changes the state of the machine, so that inputs do not depend on each other.</summary>
public static class JsonInputs
{
    private const int LongestInput = 400;
    private const int MostChanges = 4;
    private const int MostPieces = 14;

    // Commands and documents that meet every rule of the grammar, right and wrong.
    private static readonly string[] Whole =
    [
        """{"execute":"query-status"}""",
        """{"execute":"query-status","id":7}""",
        """{"execute":"query-name","id":{"a":[1,2.5,null,true,false,"x"]},"arguments":{}}""",
        """{'execute':'query-status','id':'it\'s'}""",
        """{"execute":"query-status","id":["\u00e9","\ud83d\ude00","\b\f\n\r\t\/\\\"",""]}""",
        """{"execute":"query-status","id":[0,-0,-1,1e5,1.5E-3,18446744073709551615,9223372036854775808,-9223372036854775809,0.1]}""",
        """{"execute":"nosuch","arguments":{"a":{"b":{"c":[[[]]]}}},"id":null}""",
        """{"execute":"query-status","bogus":1}""",
        """{"execute":1}""",
        """{"arguments":{},"id":3}""",
        """{"execute":"query-status","arguments":[]}""",
        """{"execute":"query-status","arguments":{"x":1}}""",
        """{"execute":"device-list-properties","arguments":{"typename":5}}""",
        """{"exec-oob":"migrate-pause","id":1}""",
        """{"execute":"qmp_capabilities","arguments":{"enable":["oob"],"x":2}}""",
        "[{\"a\":1,\"b\":{\"a\":2}},[],{},\"\",0]",
        "\"text\"",
        "12 ",
        "true ",
        "{}",
        "{\"execute\":\"query-status\",\"id\":\"\u00e9\u20ac\ud83d\ude00\"}",
        "{\r\n\t\"execute\" : \"query-status\" ,\n \"id\" : [ ] }\n",
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", " ", "\n", "\t", "\r\n", "\"", "'", "\\", "\\u", "\\u0041", "\\u0000", "\\ud83d\\ude00", "\\ud800", "\\udc00", "\\uFFFE",
        "\\x41", "\"a\"", "'b'", "\"a\":1", "\"a\":1,\"a\":2", "{\"a\":[1,2,{\"b\":null}]}", "{'c':true}", "true", "false", "null", "nul", "tru", "x", "_",
        "0", "01", "-", "-1", "-0", "12", "1.5", "1.", "1e5", "1e", "1E+7", "0e0", "1e-400", ".5", "+1", "0x1", "18446744073709551615", "18446744073709551616",
        "99999999999999999999", "-9223372036854775808", "\u00e9", "\u20ac", "\ud83d\ude00", "{\"execute\":\"query-status\",\"id\":", "\"id\"", "\"execute\"",
        "\"query-status\"", "@", "#", "//", "NaN", "%d", "/", ";", "\ufeff", "\u007f",
    ];

    private static readonly byte[] Oddities = [0, 1, 9, 10, 13, 0x1F, 0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC3, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xF8, 0xFC, 0xFD, 0xFE, 0xFF];

    /// <summary>As many as wanted; the same seed gives the same.</summary>
    /// <param name="seed">The seed.</param>
    public static IEnumerable<byte[]> Generate(ulong seed)
    {
        for (ulong i = 0; ; i++)
            yield return At(seed, i);
    }

    /// <summary>One of them.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="index">Which.</param>
    public static byte[] At(ulong seed, ulong index)
    {
        var random = new Random((int)CaseSeed.Of(seed, $"json/{index}"));
        List<byte> bytes = [];
        if (random.Next(3) == 0)
        {
            for (int i = random.Next(1, MostPieces); i > 0; i--)
                bytes.AddRange(Piece(random));
        }
        else
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(Whole[random.Next(Whole.Length)]));
            for (int i = random.Next(MostChanges + 1); i > 0; i--)
                Change(bytes, random);
        }

        return [.. bytes.Take(LongestInput)];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(random.Next(1, 8), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0:
                bytes.RemoveRange(at, length);
                break;
            case 1:
                bytes.InsertRange(at, Piece(random));
                break;
            case 2 when at < bytes.Count:
                bytes[at] = Piece(random)[0];
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                byte[] other = Encoding.UTF8.GetBytes(Whole[random.Next(Whole.Length)]);
                int from = random.Next(other.Length);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 40))]);
                break;
            default:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    private static byte[] Piece(Random random) => random.Next(8) switch
    {
        0 => [Oddities[random.Next(Oddities.Length)]],
        1 => [(byte)random.Next(256)],
        _ => Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]),
    };
}
