using LocalMig.Parameters;

namespace LocalMig.Spec;

public static partial class Requirements
{
    private static Requirement[] Channel() =>
    [
        Must("LM-CHANNEL-01", "With 'local' true, migrate refuses TCP: tcp: as a URI and type inet as a channel.", "section 3, bullets 1 and 4"),
        Must("LM-CHANNEL-02", "With 'local' true, migrate refuses vsock.", "section 3, bullets 1 and 4"),
        Must("LM-CHANNEL-03", "With 'local' true, migrate refuses exec.", "section 3, bullets 1 and 4"),
        Must("LM-CHANNEL-04", "With 'local' true, migrate refuses file.", "section 3, bullets 1 and 4"),
        Must("LM-CHANNEL-05", "With 'local' true, migrate refuses an fd that is a pipe.", "section 3, bullet 4"),
        Must("LM-CHANNEL-06", "With 'local' true, migrate refuses an fd that is a regular file.", "section 3, bullet 4"),
        Must("LM-CHANNEL-07", "With 'local' true, migrate refuses an fd that is a TCP socket: the address family decides, not its being a socket.", "section 3, bullets 3 and 4"),
        Must("LM-CHANNEL-08", "With 'local' true, migrate-incoming refuses TCP: tcp: as a URI and type inet as a channel.", "section 3, bullets 1 and 4"),
        Must("LM-CHANNEL-09", "With 'local' true, migrate-incoming refuses vsock.", "section 3, bullets 1 and 4"),
        Must("LM-CHANNEL-10", "With 'local' true, migrate-incoming refuses exec.", "section 3, bullets 1 and 4"),
        Must("LM-CHANNEL-11", "With 'local' true, migrate-incoming refuses file.", "section 3, bullets 1 and 4"),
        Must("LM-CHANNEL-12", "With 'local' true, migrate-incoming refuses an fd that is a pipe, a regular file or a TCP socket.", "section 3, bullet 4"),
        Must("LM-CHANNEL-13", "A refusal comes before any byte is sent: nobody is connected to, no file is created, no process is started.", "section 3, bullet 1"),
        Must("LM-CHANNEL-14", "A refusal is the error reply of the command itself, not a failure that is reported later.", "section 3, bullet 1"),
        Must("LM-CHANNEL-15", "After a refusal, migrate can be tried again with another channel and then works.", "section 3, bullet 1"),
        Must("LM-CHANNEL-16", "After a refusal, migrate-incoming can be tried again with another channel and then works.", "section 3, bullet 1"),
        Must("LM-CHANNEL-17", "On the source, a refusal that the address alone decides leaves the migration status as it was and sends no event.", "section 3, bullet 1"),
        Must("LM-CHANNEL-18", "On the destination, a refusal that the address alone decides leaves the migration status as it was and sends no event.", "section 3, bullet 1"),
        Should("LM-CHANNEL-19", "A refusal for which a descriptor had to be looked at leaves the migration status as it was as well.", "section 3, bullet 1"),
        Must("LM-CHANNEL-20", "The refusal says exactly \"local migration requires a UNIX domain socket channel\".", "section 3, bullet 2", Profile.Upstream),
        Must("LM-CHANNEL-21", "With 'local' true, unix:PATH is accepted on both sides.", "section 3, bullet 3"),
        Must("LM-CHANNEL-22", "With 'local' true, the argument channels with one main channel of transport socket and type unix is accepted on both sides.", "section 3, bullet 3"),
        Must("LM-CHANNEL-23", "With 'local' true, fd:NAME is accepted where the descriptor is a Unix domain socket.", "section 3, bullet 3"),
        Must("LM-CHANNEL-24", "With 'local' true, a channel of type fd is accepted where the descriptor is a Unix domain socket.", "section 3, bullet 3"),
        Must("LM-CHANNEL-25", "With 'local' true, TLS is refused even over a Unix domain socket: a TLS session carries no descriptors.", "section 3, bullet 5"),
        Must("LM-CHANNEL-26", "With 'local' true, rdma is refused.", "section 3, bullet 6", Profile.Proposal, Profile.V16),
        Should("LM-CHANNEL-27", "With 'local' true, rdma is refused; the queued form returns from its RDMA branch before it checks, so an implementation of it may let rdma pass.", "section 3, bullet 6", Profile.Upstream),
        Must("LM-CHANNEL-28", "Mode cpr-exec is exempt from the check: its descriptors survive by exec.", "section 3, bullet 7", Profile.Upstream),
        Must("LM-CHANNEL-29", "With 'local' false, every kind of channel works as before.", "section 3, bullet 8"),
        Must("LM-CHANNEL-30", "With 'local' false, no descriptor is ever attached to the main channel.", "section 3, bullet 8"),
        Must("LM-CHANNEL-31", "mapped-ram on a stream is refused with \"Migration requires seekable transport (e.g. file)\".", "section 3, neighbouring refusals"),
        Must("LM-CHANNEL-32", "multifd or postcopy-preempt on exec or fd is refused with \"Migration requires multi-channel URIs (e.g. tcp)\".", "section 3, neighbouring refusals"),
        Should("LM-CHANNEL-33", "direct-io counts together with mapped-ram alone: multifd with direct-io is not refused on a socket for want of extra descriptors.", "section 3, neighbouring refusals"),
        Must("LM-CHANNEL-34", "Mode cpr-transfer to a file is refused with \"Migration requires streamable transport (eg unix)\".", "section 3, neighbouring refusals"),
        Must("LM-CHANNEL-35", "An fd that is a regular file is refused with \"fd: migration to a file is not supported. Use file: instead.\" where 'local' is false.", "section 3, neighbouring refusals"),
        Should("LM-CHANNEL-36", "The neighbouring checks come before the one for 'local': mapped-ram with unix, multifd with fd, cpr-transfer with file give their own texts, and mapped-ram with file that of 'local'.", "section 7, order of the checks", Profile.Upstream),
        Should("LM-CHANNEL-37", "A named descriptor that was refused is used up: it is closed and its name is free again.", "section 7, refused at once", Profile.Upstream),
        Should("LM-CHANNEL-38", "After migrate refused a descriptor the source is in 'failed' at worst, and a later migrate works.", "section 7, refused at once", Profile.Upstream),
        Must("LM-CHANNEL-39", "After migrate-incoming refused a descriptor the destination does not stay in 'setup': a later migrate-incoming works.", "section 7, refused at once (a defect of the queued form)"),
        Must("LM-CHANNEL-40", "A destination that listens since its start takes part when 'local' and its backend are set before the source connects.", "section 7, works", Profile.Upstream),
        Must("LM-CHANNEL-41", "With multifd, the descriptors stay on the main channel.", "section 7, works", Profile.Upstream),
        Must("LM-CHANNEL-42", "An address that is malformed is refused by the error reply of the command, and the monitor goes on answering.", "recorded, B11-01-source-uris"),
    ];
}
