using System.Globalization;
using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>What stands in for a descriptor of a recorded stream.</summary>
/// <param name="Name">Which: <c>net0/0</c>, a section's name or what it begins with; or <c>#3</c>, the fourth of the stream.</param>
/// <param name="Backend">What is opened for it, see <see cref="BackendText"/>.</param>
public sealed record FreshDescriptor(string Name, string Backend)
{
    /// <summary>The descriptors that it stands in for.</summary>
    /// <param name="recorded">The descriptors of a stream, in their order.</param>
    public IReadOnlyList<RecordedDescriptor> Of(IReadOnlyList<RecordedDescriptor> recorded) => [.. recorded.Where(Means)];

    /// <summary>Reads <c>NAME=BACKEND</c>; null where that is no such text.</summary>
    public static FreshDescriptor? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 1 ? null : new FreshDescriptor(text[..equals], text[(equals + 1)..]);
    }

    private bool Means(RecordedDescriptor descriptor, int index) =>
        Name.StartsWith('#') ? Name[1..] == index.ToString(CultureInfo.InvariantCulture) : descriptor.Is(Name);
}

/// <summary>Fresh descriptors for all those of a recorded stream, open until this is disposed.</summary>
public sealed class FreshDescriptors : IDisposable
{
    private readonly List<Backend> _backends = [];
    private readonly SortedDictionary<long, OwnedFd> _byOffset = [];

    private FreshDescriptors()
    {
    }

    /// <summary>The descriptors with the bytes that they ride on, ascending. They stay with this.</summary>
    public IReadOnlyCollection<KeyValuePair<long, OwnedFd>> ByOffset => _byOffset;

    /// <summary>Opens them.</summary>
    /// <param name="recorded">The descriptors of the stream.</param>
    /// <param name="fresh">What stands in for them. One of it may stand for several: the queues of a TAP.</param>
    /// <param name="files">Where the content of memory files was kept, for those that nothing else stands in for.</param>
    /// <param name="deadline">How long opening may take.</param>
    /// <returns>The descriptors; or <see cref="Errors.StreamFreshDescriptor"/> where one has nothing that stands in for it, or something
    /// stands in for none; or why one cannot be opened.</returns>
    public static Result<FreshDescriptors, ParseError> Open(
        IReadOnlyList<RecordedDescriptor> recorded, IReadOnlyList<FreshDescriptor> fresh, RecordingFiles files, Deadline deadline)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(fresh);
        ArgumentNullException.ThrowIfNull(files);
        var opened = new FreshDescriptors();
        ParseError? error = null;
        foreach (FreshDescriptor one in fresh)
            error ??= opened.Open(one, one.Of(recorded), deadline);
        for (int i = 0; i < recorded.Count; i++)
        {
            if (!opened._byOffset.ContainsKey(recorded[i].Offset))
                error ??= opened.OpenKept(recorded[i], files.Content(i));
        }

        if (error is null)
            return opened;
        opened.Dispose();
        return error;
    }

    /// <inheritdoc/>
    public void Dispose() => _backends.ForEach(static backend => backend.Dispose());

    private ParseError? Open(FreshDescriptor fresh, IReadOnlyList<RecordedDescriptor> recorded, Deadline deadline)
    {
        if (recorded.Count == 0)
            return ParseError.In(Errors.StreamFreshDescriptor, fresh.Name, "the stream has no such descriptor");
        if (recorded.FirstOrDefault(descriptor => _byOffset.ContainsKey(descriptor.Offset)) is RecordedDescriptor twice)
            return new ParseError(Errors.StreamFreshDescriptor, twice.Offset, twice.Name, "two stand in for this descriptor");
        if (!BackendText.Open(fresh.Backend, recorded.Count, recorded[0].Section, deadline).TryGet(out Backend? backend, out ParseError? error))
            return error;
        _backends.Add(backend);
        for (int i = 0; i < recorded.Count; i++)
            _byOffset[recorded[i].Offset] = backend.Descriptors[i];
        return null;
    }

    private ParseError? OpenKept(RecordedDescriptor recorded, string content)
    {
        if (!File.Exists(content))
            return new ParseError(Errors.StreamFreshDescriptor, recorded.Offset, recorded.Name, "nothing stands in for this descriptor");
        if (!MemfdContents.Load(recorded.Section, content).TryGet(out MemfdBackend? backend, out ParseError? error))
            return error;
        _backends.Add(backend);
        _byOffset[recorded.Offset] = backend.Descriptors[0];
        return null;
    }
}
