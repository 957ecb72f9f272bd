using System.Text;

namespace LocalMig.Fuzz;

/// <summary>Words of dictionaries and small inputs, out of text.</summary>
internal static class Words
{
    /// <summary>The texts as UTF-8.</summary>
    public static byte[][] Of(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Bytes that are written in hexadecimal digits.</summary>
    public static byte[][] Bytes(params IEnumerable<string> digits) => [.. digits.Select(Convert.FromHexString)];
}
