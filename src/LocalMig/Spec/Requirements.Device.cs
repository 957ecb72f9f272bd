using LocalMig.Parameters;

namespace LocalMig.Spec;

public static partial class Requirements
{
    private static Requirement[] Device() =>
    [
        Must("LM-DEVICE-01", "A device that supports local migration, with its switch on and 'local' true on both sides, hands its backend over.", "section 4, bullet 1"),
        Must("LM-DEVICE-02", "A device without support for local migration sends no descriptor, whatever is set.", "section 4, bullet 1"),
        Must("LM-DEVICE-03", "The device's switch is its boolean property 'local'.", "section 1, table; section 4, bullet 1", Profile.Proposal),
        Must("LM-DEVICE-04", "The device's switch is the boolean property 'local-migration' of virtio-net.", "section 1, table; section 4, bullet 1", Profile.V16),
        Must("LM-DEVICE-05", "The device's switch is the option 'x-permit-local-migration' of the tap netdev, false by default.", "section 1, table; section 4, bullet 1", Profile.Upstream),
        Must("LM-DEVICE-06", "With 'local' true and no device that supports it, migration goes through as an ordinary one.", "section 4, bullet 2"),
        Must("LM-DEVICE-07", "With 'local' true and no device that supports it, no descriptor is sent.", "section 4, bullet 2"),
        Must("LM-DEVICE-08", "With the switch on and 'local' false on both sides, migration goes through as an ordinary one without descriptors.", "section 4, bullet 3"),
        Must("LM-DEVICE-09", "With the switch on and 'local' false on both sides, the destination opens its own backend.", "section 4, bullet 3"),
        Must("LM-DEVICE-10", "With the switch off and 'local' true on both sides, migration is an ordinary one for that device.", "section 4, bullet 4"),
        Must("LM-DEVICE-11", "Each device follows its own switch: of two devices, the one switched on is handed over and the other is not.", "section 4, bullets 1 and 4"),
        Must("LM-DEVICE-12", "Where the source sends a descriptor and the destination's switch is off, the load fails with an error on the destination.", "section 4, bullet 5"),
        Must("LM-DEVICE-13", "Where the source sends a descriptor and 'local' is false on the destination, the load fails with an error on the destination.", "section 4, bullet 5"),
        Must("LM-DEVICE-14", "After a load that failed on a descriptor nobody expected, the source can go on running with its descriptors.", "section 4, bullet 5"),
        Must("LM-DEVICE-15", "After a load that failed on a descriptor nobody expected, that descriptor is closed on the destination.", "section 4, bullet 5"),
        Must("LM-DEVICE-16", "Where the destination waits for a descriptor and 'local' is false on the source, the migration fails.", "section 4, bullet 6"),
        Must("LM-DEVICE-17", "Where the destination waits for a descriptor and the source's switch is off, the migration fails.", "section 4, bullet 6"),
        Must("LM-DEVICE-18", "A destination that waits for a backend never completes without it: no silently dead device.", "section 4, bullet 6; section 7, mismatches"),
        Must("LM-DEVICE-19", "The destination that waited in vain says \"FD was not loaded during incoming migration\", unless another check of the same load fails first.", "section 4, bullet 6; section 7, mismatches", Profile.Upstream),
        Must("LM-DEVICE-20", "With 'local' set and the switch on while the VM waits for an incoming migration, the TAP backend is created without opening a TAP.", "section 4, bullet 7", Profile.Upstream),
        Must("LM-DEVICE-21", "A backend that waits for its descriptors refuses fd= and fds=.", "section 4, bullet 7", Profile.Upstream),
        Must("LM-DEVICE-22", "A backend that waits for its descriptors refuses helper= and br=.", "section 4, bullet 7", Profile.Upstream),
        Must("LM-DEVICE-23", "A backend that waits for its descriptors refuses ifname=, sndbuf= and vnet_hdr=.", "section 4, bullet 7", Profile.Upstream),
        Must("LM-DEVICE-24", "A backend that waits for its descriptors wants script= and downscript= given, and empty.", "section 4, bullet 7", Profile.Upstream),
        May("LM-DEVICE-25", "script=no and downscript=no stand for the empty text as well (deprecated since 11.2).", "section 4, bullet 7", Profile.Upstream),
        Should("LM-DEVICE-26", "Every forbidden or missing option of a backend that waits gives one and the same text, which names the parameter, the switch and the options.", "section 7, destination's netdev", Profile.Upstream),
        Must("LM-DEVICE-27", "A backend that waits for its descriptors accepts queues=, vhost=off and poll-us=.", "section 7, destination's netdev", Profile.Upstream),
        Must("LM-DEVICE-28", "A backend that was created before 'local' was set opens its own TAP as usual.", "section 4, bullet 7", Profile.Upstream),
        Must("LM-DEVICE-29", "The load into a backend that has its own TAP fails with \"TAP is already initialized and cannot receive incoming fd\".", "section 4, bullet 7", Profile.Upstream),
        Must("LM-DEVICE-30", "On the source, which waits for nothing, a backend opens its TAP as usual whatever 'local' and the switch say.", "section 4, bullet 7", Profile.Upstream),
        Must("LM-DEVICE-31", "The destination's netdev with incoming-fds=on opens no TAP and waits for its descriptors.", "section 4, bullet 8", Profile.V16),
        Must("LM-DEVICE-32", "With incoming-fds=on, ifname= and vnet_hdr= are refused.", "section 4, bullet 8", Profile.V16),
        Must("LM-DEVICE-33", "Where the source has more queues than the destination, the load fails.", "section 7, mismatches"),
        Must("LM-DEVICE-34", "Where the ids of the backends differ, the load fails.", "section 7, mismatches", Profile.Upstream),
        Should("LM-DEVICE-35", "The load looks at whether the backend already has a descriptor, not at the parameter.", "section 7, also", Profile.Upstream),
        Must("LM-DEVICE-36", "Where support, switch or 'local' is missing on the source and the destination has a backend of its own, migration is an ordinary one for that device.", "section 4, bullet 1"),
        Must("LM-DEVICE-37", "The device's switch is off where nobody sets it.", "section 1, table; section 4, bullet 1"),
    ];
}
