using System.Text;
using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Stream.Live;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>The state that goes ahead of a migration by CPR, while it is received: its bytes in a file, its memory files held until the
/// stream behind it is complete.</summary>
internal sealed class CprRecording : IDisposable
{
    private readonly RecordingFiles _files;
    private readonly KeptDescriptors _kept;

    public CprRecording(RecordingFiles files)
    {
        _files = files;
        _kept = new KeptDescriptors(files);
    }

    /// <summary>Bytes of the state.</summary>
    public long Bytes { get; private set; }

    /// <summary>What descriptors came, by their names in the state.</summary>
    public IReadOnlyList<string> Names => _kept.Names;

    /// <summary>Reads the state to its end.</summary>
    /// <returns>What is wrong, or null.</returns>
    public ParseError? Read(Transport channel, TimeSpan idle, CancellationToken cancellation)
    {
        using var bytes = new FileStream(_files.Stream, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        using var log = new StreamWriter(_files.Log);
        // The channel stays open until whoever called is ready for the stream.
        var recording = new RecordingTransport(channel, bytes, log, idle);
        using var reader = new ChannelReader(recording) { Deadline = Deadline.Until(cancellation) };
        ParseError? error = Read(reader);
        Bytes = recording.ReceivedBytes;
        return error;
    }

    /// <summary>Keeps the content of the memory files.</summary>
    public ParseError? SaveContents() => _kept.SaveContents();

    public void Dispose() => _kept.Dispose();

    private ParseError? Read(ChannelReader reader)
    {
        var input = new ChannelInput(reader);
        if (CprState.ReadHeader(input) is ParseError header)
            return header;
        if (!VmStateReader.Load(input, CprState.Description, CprState.Description.Version, "CprState").TryGet(out VmStateValues? values, out ParseError? error))
            return error;
        using (values)
        {
            foreach (VmStateValues entry in values.Structs("fds"))
                _kept.Add(entry.TakeDescriptor("fd")!, Encoding.UTF8.GetString(entry.Bytes("name").Span.TrimEnd((byte)0)));
        }

        return input.AtEnd ? input.Error : ParseError.At(Errors.StreamTrailing, input.Offset, "more bytes follow");
    }
}
