using System.Globalization;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>The files that a recorded migration consists of, named after the one with the stream: <c>vm.bin</c>, its descriptor log
/// <c>vm.log</c>, the content of the memory files that came along, <c>vm.fds/0</c> and so on in the order of their arrival; with
/// mode cpr-transfer the same of the state that went ahead, <c>vm.cpr.bin</c>, <c>vm.cpr.log</c>, <c>vm.cpr.fds/0</c>; the side channels of
/// multifd, <c>vm.conn1.bin</c>, <c>vm.conn1.log</c> and so on in the order in which they connected; and what a recorder between two VMs
/// sees besides, the return path <c>vm.rp.bin</c>.</summary>
/// <param name="Stream">The file with the stream's bytes.</param>
public sealed record RecordingFiles(string Stream)
{
    private const string ReturnPathEnding = ".rp.bin";

    /// <summary>Whether a file is a recorded return path by its name: not all of these show it by their first bytes.</summary>
    public static bool IsReturnPath(string file) => file?.EndsWith(ReturnPathEnding, StringComparison.Ordinal) == true;

    /// <summary>The log of where descriptors rode.</summary>
    public string Log => Path.ChangeExtension(Stream, ".log");

    /// <summary>The folder with the content of memory files.</summary>
    public string Contents => Path.ChangeExtension(Stream, ".fds");

    /// <summary>The file with what the destination sent back, where that was recorded: <c>vm.rp.bin</c>.</summary>
    public string ReturnPath => Path.ChangeExtension(Stream, ReturnPathEnding);

    /// <summary>The files with the side channels of multifd that were recorded, in the order of their names.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<string> SideChannels =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(Stream))!, Path.GetFileNameWithoutExtension(Stream) + ".conn*.bin").Order(StringComparer.Ordinal)];

    /// <summary>The files of one side channel, from 1.</summary>
    public RecordingFiles SideChannel(int number) => new(Path.ChangeExtension(Stream, string.Create(CultureInfo.InvariantCulture, $".conn{number}.bin")));

    /// <summary>The files of the CPR state that went ahead of this stream.</summary>
    public RecordingFiles Cpr => new(Path.ChangeExtension(Stream, ".cpr.bin"));

    /// <summary>The file with the content of one memory file.</summary>
    /// <param name="descriptor">Which descriptor of the stream, from 0.</param>
    public string Content(int descriptor) => Path.Combine(Contents, descriptor.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads the log, where there is one.</summary>
    /// <returns>The log, null where there is none, or what is wrong with it.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Result<DescriptorLog?, ParseError> ReadLog()
    {
        if (!File.Exists(Log))
            return default(DescriptorLog);
        using var file = new StreamReader(Log);
        return DescriptorLog.Read(file.ReadToEnd()).TryGet(out DescriptorLog? log, out ParseError? error) ? log : error;
    }
}
