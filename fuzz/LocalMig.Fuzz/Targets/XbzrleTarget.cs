using LocalMig.Fuzz.Mutators;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>Changes of a page.</summary>
public sealed class XbzrleTarget : FuzzTarget
{
    private const int PageSize = 4096;

    private readonly byte[] _page = new byte[PageSize];
    private readonly byte[] _other = new byte[PageSize];

    /// <inheritdoc/>
    public override string Name => "xbzrle";

    /// <inheritdoc/>
    public override string Summary => "changes of a page: what is told of two pages leads from the one to the other";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, Errors.StreamXbzrle.Code];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Stream/Xbzrle.cs"];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Bytes("0001", "8001", "ff1f");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new RecordMutator(static (output, random) =>
    {
        foreach (int length in (ReadOnlySpan<int>)[random.Below(random.OneIn(4) ? 5000 : 100), random.Below(random.OneIn(8) ? 300 : 20)])
        {
            output.Append((byte)(length < 0x80 ? length : 0x80 | (length & 0x7f)));
            if (length >= 0x80)
                output.Append((byte)(length >> 7));
        }

        output.Append(new byte[random.Below(20)]);
    });

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) => Words.Bytes("0003616263", "800103616263050178", "ff1f0141");

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        _page.AsSpan().Clear();
        ParseError? error = Xbzrle.Decode(input, _page, 100);
        Check(error is null || (error.Offset >= 100 && error.Offset <= 100 + input.Length), "an error lies inside the input");
        return error?.Code ?? Accepted;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        Span<byte> before = _page;
        Span<byte> now = _other;
        before.Clear();
        now.Clear();
        int half = Math.Min(input.Length / 2, PageSize);
        input[..half].CopyTo(before);
        input.Slice(half, Math.Min(input.Length - half, PageSize)).CopyTo(now);
        if (Xbzrle.Encode(before, now) is not { } changes)
            return;
        Check(changes.Length < PageSize, "changes take less than the page");
        Check(Xbzrle.Decode(changes, before, 0) is null && before.SequenceEqual(now), "the changes lead from the one page to the other");
    }
}
