using LocalMig.Parameters;

namespace LocalMig.Spec;

public static partial class Requirements
{
    // What every stream of a real QEMU keeps; the format has no document of its own.
    private const string Recorded = "recorded, streams of QEMU 7.2.22, 10.2.2 and 11.1.3";
    private const string RecordedCpr = "recorded, state of CPR of QEMU 11.1.3";

    private static Requirement[] Stream() =>
    [
        Must("LM-STREAM-01", "Each queue of a TAP backend is a full section (type 0x04) of its own.", "section 5, layout", Profile.Upstream),
        Must("LM-STREAM-02", "The sections of a backend stand before the section of the device that uses it.", "section 5, layout", Profile.Upstream),
        Must("LM-STREAM-03", "The id string of a queue's section is NETDEV/QUEUE/net-tap, as in netdev.1/0/net-tap.", "section 5, layout", Profile.Upstream),
        Must("LM-STREAM-04", "A queue's section has instance id 0 and version 0.", "section 5, layout", Profile.Upstream),
        Must("LM-STREAM-05", "The payload of a queue begins with the service byte of its descriptor.", "section 5, layout", Profile.Upstream),
        Must("LM-STREAM-06", "After the descriptor come five bytes, each 0 or 1: using_vnet_hdr, has_ufo, has_uso, has_tunnel, enabled.", "section 5, layout", Profile.Upstream),
        Must("LM-STREAM-07", "After the five flags comes host_vnet_hdr_len as four bytes, big endian, and with it the payload ends.", "section 5, layout", Profile.Upstream),
        Must("LM-STREAM-08", "A queue's section ends with a footer: 0x7e and the section's id.", "section 5, layout", Profile.Upstream),
        Must("LM-STREAM-09", "The fields of a TAP backend stand once per queue pair inside the state of the virtio-net device.", "section 5, layout", Profile.Proposal, Profile.V16),
        Must("LM-STREAM-10", "The descriptors of vhost are not sent.", "section 5, layout"),
        Must("LM-STREAM-11", "The destination opens vhost-net itself, after the load.", "section 5, layout"),
        Must("LM-STREAM-12", "The state that is sent is the backend's true state: header length, offloads, and which queues are enabled.", "section 5, layout"),
        Must("LM-STREAM-13", "A section whose id string nobody knows fails the load with \"Unknown section or instance\".", "section 7, mismatches"),
        May("LM-STREAM-14", "The description that follows the stream gives a descriptor field the type fd and the size 0, although it takes one byte.", "section 7, vmdesc and descriptors", Profile.Upstream),
        Must("LM-STREAM-15", "A reader driven by the description takes a field of type fd as one byte and reads such a stream to its end.", "section 7, vmdesc and descriptors"),
        Must("LM-STREAM-16", "A stream that is cut, or whose footer does not match, fails the load.", "section 5, layout; section 5, bullet 8"),
        Must("LM-STREAM-17", "A migration stream begins with QEVM and the version 3.", Recorded),
        Must("LM-STREAM-18", "The configuration comes right after the header.", Recorded),
        Must("LM-STREAM-19", "Every element begins with a tag that the format defines, its names are UTF-8, and nothing follows the description.", Recorded),
        Must("LM-STREAM-20", "A part of a section belongs to one that has begun and not ended.", Recorded),
        Must("LM-STREAM-21", "A command is one that the format defines, and carries as many bytes as are defined for it.", Recorded),
        Must("LM-STREAM-22", "Every record of the RAM section has flags that the format defines, and what follows them has their form.", Recorded),
        Must("LM-STREAM-23", "The lengths of the blocks of RAM add up to the total before them, and every page lies inside its block.", Recorded),
        Must("LM-STREAM-24", "A state, and each subsection, has the version that its description gives, and no subsection stands there that the description does not tell of.", Recorded),
        Must("LM-STREAM-25", "The description that follows a stream is JSON, and tells the form and the size of every device's state, but for the bytes of descriptors.", Recorded),
        Must("LM-STREAM-26", "Each section has a section id of its own in the stream.", "section 5, layout"),
        Must("LM-STREAM-27", "The return path consists of messages that the format defines, each with as many bytes as are defined for it.", Recorded),
        Must("LM-STREAM-28", "A side channel of multifd is a handshake and packets, all of version 1, each packet with the pages that it states.", Recorded),
        Must("LM-STREAM-29", "The side channels of multifd have numbers of their own, and the UUID of one source.", Recorded),
        Must("LM-STREAM-30", "The state of CPR begins with QCPR and the version 1, and is a list of descriptors, each on a service byte of its own, with no more behind it than its subsections.", RecordedCpr),
        Must("LM-STREAM-31", "The name of each descriptor in the state of CPR ends with a NUL.", RecordedCpr),
    ];
}
