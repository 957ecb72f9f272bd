using LocalMig.Parameters;

namespace LocalMig.Suite.Faults.Recordings;

/// <summary>Recorded streams with one thing wrong.</summary>
internal static class StreamEdits
{
    // From the service byte: one byte of it, five flags, four of the header length, and then the footer.
    private const int Flags = 1;
    private const int HeaderLength = 6;
    private const int FooterId = 11;
    private const int NextVersion = 32;

    // Before it: the last command, the last part of the memory with its end word.
    private const int SwitchoverCommand = -49;
    private const int LastPartId = -42;
    private const int EndWord = -34;

    // From the start.
    private const int FormatVersion = 7;
    private const int ConfigurationTag = 8;
    private const int MemoryTotal = 61;

    public static IReadOnlyList<RecordedEdit> All { get; } =
    [
        Byte("stream-section-in-parts", "A queue is the first part of a section.", static s => (s.Section, 0x01), "LM-STREAM-01"),
        Byte("stream-queue-from-one", "The queues are counted from 1.", static s => (s.Service - 17, (byte)'1'), "LM-STREAM-03"),
        Byte("stream-instance-one", "The section of a queue has instance 1.", static s => (s.Service - 5, 1), "LM-STREAM-04"),
        Byte("stream-version-one", "The section of a queue has version 1.", static s => (s.Service - 1, 1), "LM-STREAM-04"),
        Byte("stream-service-byte-wrong", "The service byte is 0x21.", static s => (s.Service, 0x21), "LM-STREAM-05", "LM-TRANSFER-03"),
        Byte("stream-flag-two", "A flag is 2.", static s => (s.Service + Flags, 2), "LM-STREAM-06"),
        Of("stream-header-length-swapped", "The header length is in the byte order of the machine.", static s => s.Bytes.AsSpan(s.Service + HeaderLength, 4).Reverse(), "LM-STREAM-07"),
        Byte("stream-footer-wrong", "The footer names another section.", static s => (s.Service + FooterId, 9), "LM-STREAM-08", "LM-STREAM-15"),
        Of("stream-sections-in-the-inline-form", "A backend has sections of its own where it belongs inside its device.", static _ => { }, "LM-STREAM-09") with { Profile = Profile.Proposal },
        Of("stream-section-id-twice", "Two sections have one id.", static s =>
        {
            byte id = (byte)(s.Bytes[s.Section + 4] - 1);
            s.Bytes[s.Section + 4] = id;
            s.Bytes[s.Service + FooterId + 3] = id;
        }, "LM-STREAM-26"),
        Of("stream-description-cut", "The description ends in the middle.", static s => s.Bytes = s.Bytes[..^200], "LM-STREAM-15"),
        Log("stream-descriptor-elsewhere", "The descriptor does not ride in the stream.", "src>dst 0 757158 0", "LM-TRANSFER-01"),
        Log("stream-two-in-a-message", "Two descriptors ride in one message.", "src>dst 0 624008 2", "LM-TRANSFER-04"),
        Log("stream-descriptor-late", "The descriptor rides on the byte behind its service byte.", "src>dst 0 624009 1", "LM-TRANSFER-05"),
        Log("stream-descriptor-early", "The descriptor rides on the byte before its service byte.", "src>dst 0 624007 1", "LM-TRANSFER-05"),
        Log("stream-surplus-descriptor", "A descriptor rides along that belongs to no field.", "src>dst 0 624008 1\nsrc>dst 624008 5 1", "LM-STREAM-10"),
        Of("stream-device-before-its-backend", "A network device stands before its backend's queues.", static s => s.MoveQueueBehind("0000:00:01.0:00.0/virtio-net"), "LM-STREAM-02"),
        Byte("stream-of-version-four", "The stream says that it has version 4.", static _ => (FormatVersion, 4), "LM-STREAM-17"),
        Byte("stream-without-configuration", "Another element stands where the configuration must be.", static _ => (ConfigurationTag, 4), "LM-STREAM-18"),
        Of("stream-goes-on-behind-its-end", "Zeroes follow the description.", static s => s.Bytes = [.. s.Bytes, 0, 0, 0, 0], "LM-STREAM-19"),
        Byte("stream-last-part-of-another-section", "The last part of the memory has the id of a section that did not begin.", static s => (s.Service + LastPartId, 0x81), "LM-STREAM-20"),
        Byte("stream-command-unknown", "A command is none that the format defines.", static s => (s.Service + SwitchoverCommand, 0x3f), "LM-STREAM-21"),
        Byte("stream-memory-flag-unknown", "The word that ends the memory has one flag more.", static s => (s.Service + EndWord, 0x18), "LM-STREAM-22"),
        Byte("stream-memory-total-too-large", "The total of the memory counts a page that no block has.", static _ => (MemoryTotal, 0x30), "LM-STREAM-23"),
        Byte("stream-device-version-not-described", "The section of a device has another version than its description.", static s => (s.Service + NextVersion, 9), "LM-STREAM-24"),
        Of("stream-description-not-json", "The description lacks its last brace.", static s => s.Bytes[^1] = (byte)' ', "LM-STREAM-25"),
    ];

    private static RecordedEdit Of(string name, string mistake, Action<EditedStream> edit, params IReadOnlyList<string> breaks) =>
        new(name, mistake, "streams/local-11-return-path.bin", breaks) { Stream = edit };

    private static RecordedEdit Byte(string name, string mistake, Func<EditedStream, (int At, byte Value)> where, params IReadOnlyList<string> breaks) => Of(name, mistake, s =>
    {
        (int at, byte value) = where(s);
        s.Bytes[at] = value;
    }, breaks);

    private static RecordedEdit Log(string name, string mistake, string log, params IReadOnlyList<string> breaks) => Of(name, mistake, s => s.Log = log, breaks);
}
