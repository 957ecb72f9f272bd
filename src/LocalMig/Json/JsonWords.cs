namespace LocalMig.Json;

/// <summary>Names of this library as words of a JSON form: <c>RamPages</c> is <c>ram-pages</c>.</summary>
internal static class JsonWords
{
    public static string Of(Enum value) => Of(value.ToString());

    public static string Of(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
