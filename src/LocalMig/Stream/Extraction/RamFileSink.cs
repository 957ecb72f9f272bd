using System.IO.Compression;
using LocalMig.Wire;

namespace LocalMig.Stream.Extraction;

/// <summary>Writes each block of RAM into a file of its own, with holes where nothing but zeroes was sent. A page that comes again
/// replaces what was there.</summary>
internal sealed class RamFileSink(ExtractedFiles files, int pageSize) : RamSink, IDisposable
{
    private static readonly byte[] Zeroes = new byte[1 << 16];

    // One file is open at a time: a stream may announce more blocks than a process may have files.
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly byte[] _page = new byte[pageSize];
    private string? _openName;
    private FileStream? _open;

    public override ParseError? Block(RamBlock block, long offset)
    {
        if (block.UsedLength > long.MaxValue)
            return ParseError.At(Errors.LimitExceeded, offset, $"block '{block.Name}' has 0x{block.UsedLength:x} bytes, more than a file can have");
        Close();
        if (_paths.ContainsKey(block.Name))
            return null;
        using FileStream file = files.Create("ram", block.Name, ".bin", out string path);
        file.SetLength((long)block.UsedLength);
        _paths.Add(block.Name, path);
        return null;
    }

    public override void Page(RamBlock block, ulong address, ReadOnlySpan<byte> bytes, long offset)
    {
        if (bytes.ContainsAnyExcept((byte)0))
            Write(block, address, bytes);
        else
            ZeroPage(block, address, offset);
    }

    public override void ZeroPage(RamBlock block, ulong address, long offset)
    {
        // A place that was never written stays a hole.
        Span<byte> there = Read(block, address);
        if (there.ContainsAnyExcept((byte)0))
            Write(block, address, Zeroes.AsSpan(0, there.Length));
    }

    public override ParseError? Changes(RamBlock block, ulong address, ReadOnlyMemory<byte> encoded, long offset)
    {
        Span<byte> page = Read(block, address);
        if (Xbzrle.Decode(encoded.Span, page, offset) is ParseError wrong)
            return wrong with { Path = block.Name };
        Write(block, address, page);
        return null;
    }

    public override ParseError? Compressed(RamBlock block, ulong address, ReadOnlyMemory<byte> zlib, long offset)
    {
        try
        {
            using var inflate = new ZLibStream(new MemoryStream(zlib.ToArray()), CompressionMode.Decompress);
            int length = inflate.ReadAtLeast(_page, _page.Length, throwOnEndOfStream: false);
            Write(block, address, _page.AsSpan(0, length));
            return null;
        }
        catch (InvalidDataException broken)
        {
            return ParseError.At(Errors.StreamRamCompressed, offset, broken.Message);
        }
    }

    public void Dispose() => Close();

    private Span<byte> Read(RamBlock block, ulong address)
    {
        FileStream file = Open(block);
        file.Position = (long)address;
        int length = file.ReadAtLeast(_page, _page.Length, throwOnEndOfStream: false);
        return _page.AsSpan(0, length);
    }

    private void Write(RamBlock block, ulong address, ReadOnlySpan<byte> bytes)
    {
        FileStream file = Open(block);
        file.Position = (long)address;
        file.Write(bytes);
    }

    private FileStream Open(RamBlock block)
    {
        if (_open is null || _openName != block.Name)
        {
            Close();
            _open = new FileStream(_paths[block.Name], FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            _openName = block.Name;
        }

        return _open;
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }
}
