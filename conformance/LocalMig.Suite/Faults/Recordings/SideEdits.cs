using LocalMig.Stream;

namespace LocalMig.Suite.Faults.Recordings;

/// <summary>Recordings in which what travels beside the stream has one thing wrong.</summary>
internal static class SideEdits
{
    private const string ReturnPath = ".rp.bin";
    private const string FirstChannel = ".conn1.bin";
    private const string SecondChannel = ".conn2.bin";

    // The return path: an answer to the ping, and the last word.
    private const int LastWord = 8;
    private const int LengthOfLastWord = LastWord + 3;

    // The first channel: its handshake, a packet without pages, and then the first one with pages.
    private const int FirstPacket = MultifdHandshake.Length;
    private const int Version = 7;
    private const int PagesPacket = 1408;
    private const int StatedSize = PagesPacket + 22;
    private const int FirstAddress = PagesPacket + 64 + MultifdFormat.NameLength;

    // The state of CPR: the header, the mark of the first entry, the length of its name, the name, its number, its service byte.
    private const int LengthOfName = 12;
    private const int EndOfName = 31;
    private const int CprService = 36;

    public static IReadOnlyList<RecordedEdit> All { get; } =
    [
        Answer("stream-return-path-message-unknown", "The destination's last word is one that nobody knows.", LastWord + 1, 0x20),
        Answer("stream-return-path-message-short", "The destination's last word says that it is shorter than it is.", LengthOfLastWord, 3),
        Channel("stream-multifd-packet-of-version-two", "A packet of multifd says that it has version 2.", FirstChannel, static (_, channel) => channel[FirstPacket + Version] = 2, "LM-STREAM-28"),
        Channel("stream-multifd-bytes-do-not-fit-pages", "A packet of multifd states another number of bytes than its pages have.", FirstChannel, static (_, channel) => channel[StatedSize] ^= 0x10, "LM-STREAM-28"),
        Channel("stream-multifd-channel-number-twice", "Two channels of multifd have one number.", SecondChannel, static (s, channel) => channel[MultifdHandshake.ChannelAt] = s.Sides[FirstChannel][MultifdHandshake.ChannelAt], "LM-STREAM-29"),
        Channel("stream-multifd-channel-of-another-source", "A channel of multifd has the UUID of another source.", SecondChannel, static (_, channel) => channel[MultifdHandshake.UuidAt] ^= 1, "LM-STREAM-29"),
        Channel("stream-multifd-page-behind-its-block", "A packet of multifd has a page behind the end of its block.", FirstChannel, static (_, channel) => channel[FirstAddress] = 1, "LM-STREAM-23"),
        Cpr("stream-cpr-of-version-two", "The state of CPR says that it has version 2.", static s => s.Bytes[Version] = 2, "LM-STREAM-30"),
        Cpr("stream-cpr-service-byte-wrong", "The service byte of a descriptor in the state of CPR is 0x21.", static s => s.Bytes[CprService] = 0x21, "LM-STREAM-30"),
        Cpr("stream-cpr-goes-on-behind-its-end", "Zeroes follow the state of CPR.", static s => s.Bytes = [.. s.Bytes, 0, 0, 0, 0], "LM-STREAM-30"),
        Cpr("stream-cpr-name-without-its-end", "The name of a descriptor in the state of CPR has no NUL.", static s => s.Bytes[EndOfName] = (byte)'x', "LM-STREAM-31"),
        Cpr("stream-cpr-name-of-no-bytes", "The name of a descriptor in the state of CPR has no bytes at all.", static s =>
        {
            s.Bytes[LengthOfName] = 0;
            s.Bytes = [.. s.Bytes[..(LengthOfName + 1)], .. s.Bytes[(EndOfName + 1)..]];
        }, "LM-STREAM-31"),
    ];

    private static RecordedEdit Answer(string name, string mistake, int at, byte value) => new(name, mistake, "streams/local-11-return-path.bin", "LM-STREAM-27")
    {
        Stream = s => s.Sides[ReturnPath][at] = value,
    };

    private static RecordedEdit Channel(string name, string mistake, string channel, Action<EditedStream, byte[]> edit, string breaks) => new(name, mistake, "streams/local-10-multifd.bin", breaks)
    {
        Stream = s => edit(s, s.Sides[channel]),
    };

    private static RecordedEdit Cpr(string name, string mistake, Action<EditedStream> edit, string breaks) => new(name, mistake, "streams/11.1.3-cpr-state-plain.bin", breaks) { Stream = edit };
}
