using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>Descriptors that came with a stream, held until its end: then the content of those that are memory files is kept. A TAP or
/// a socket has no content; what it was stands in the log.</summary>
internal sealed class KeptDescriptors(RecordingFiles files) : IDisposable
{
    private readonly List<OwnedFd> _descriptors = [];
    private readonly List<string> _names = [];

    /// <summary>What each is, and whom it was for.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Holds one more, and owns it from now on.</summary>
    public void Add(OwnedFd descriptor, string owner)
    {
        _descriptors.Add(descriptor);
        _names.Add(owner.Length == 0 ? descriptor.Describe() : $"{owner}: {descriptor.Describe()}");
    }

    /// <summary>Keeps content.</summary>
    /// <returns>What went wrong, or null.</returns>
    public ParseError? SaveContents()
    {
        for (int i = 0; i < _descriptors.Count; i++)
        {
            if (!_descriptors[i].Inspect().TryGet(out DescriptorInfo? info, out ParseError? error))
                return error;
            if (info.Kind != FileKind.Regular)
                continue;
            Directory.CreateDirectory(files.Contents);
            if (MemfdContents.Save(_descriptors[i], files.Content(i)) is ParseError failed)
                return failed;
        }

        return null;
    }

    public void Dispose() => _descriptors.ForEach(static descriptor => descriptor.Dispose());
}
