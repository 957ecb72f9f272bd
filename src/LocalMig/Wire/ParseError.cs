namespace LocalMig.Wire;

/// <summary>A rule broken at a place: what every parser returns instead of throwing.</summary>
/// <param name="Rule">The rule, from <see cref="Errors"/>.</param>
/// <param name="Offset">Byte offset from the start of the input; -1 where the place is a path alone.</param>
/// <param name="Path">JSON pointer, or the path inside a stream (<c>net0/0/net-tap.host_vnet_hdr_len</c>); empty where the offset says all.</param>
/// <param name="Detail">What was found instead, for people.</param>
public sealed record ParseError(ErrorRule Rule, long Offset, string Path, string Detail)
{
    /// <summary>An error at a byte offset.</summary>
    public static ParseError At(ErrorRule rule, long offset, string detail) => new(rule, offset, "", detail);

    /// <summary>An error at a path (a JSON pointer, a member name).</summary>
    public static ParseError In(ErrorRule rule, string path, string detail) => new(rule, -1, path, detail);

    /// <summary>What a real QEMU prints for the same input, where that is known; null otherwise.</summary>
    public string? QemuText { get; init; }

    /// <summary>The stable code of the rule.</summary>
    public string Code => Rule.Code;

    /// <inheritdoc/>
    public override string ToString()
    {
        string place = (Offset, Path) switch
        {
            ( < 0, "") => "",
            ( < 0, _) => $" in {Path}",
            (_, "") => $" at offset {Offset}",
            _ => $" at offset {Offset} in {Path}",
        };
        return $"{Rule.Code}{place}: {Detail} ({Rule.Text})";
    }
}
