using LocalMig.Parameters;

namespace LocalMig.Spec;

public static partial class Requirements
{
    private static Requirement[] Transfer() =>
    [
        Must("LM-TRANSFER-01", "Backend state and its descriptors travel in the migration stream itself, in the main channel.", "section 5, bullet 1"),
        Must("LM-TRANSFER-02", "No second connection is made for backends or descriptors.", "section 5, bullet 1"),
        Must("LM-TRANSFER-03", "A descriptor is one service byte 0x20 in the stream.", "section 5, bullet 2"),
        Must("LM-TRANSFER-04", "The message that carries a service byte carries exactly one descriptor.", "section 5, bullet 2"),
        Must("LM-TRANSFER-05", "What was buffered is sent first, so that the descriptor rides on its service byte, at the offset where the field stands in the stream.", "section 5, bullet 2"),
        Must("LM-TRANSFER-06", "The receiver takes descriptors in the order of their arrival: a field consumes one service byte and the head of the queue.", "section 5, bullet 3"),
        Must("LM-TRANSFER-07", "Descriptors may arrive well before their service byte is read, and are kept until then.", "section 5, bullet 3"),
        Must("LM-TRANSFER-08", "A service byte without a descriptor fails the load with \"CHANNEL no FD come with service byte\".", "section 5, bullet 4"),
        Must("LM-TRANSFER-09", "Another byte in the place of the service byte fails the load with \"CHANNEL unexpected service byte: N(C)\".", "section 5, bullet 4"),
        Must("LM-TRANSFER-10", "A descriptor field on a channel that cannot carry descriptors fails with \"CHANNEL does not support fd passing\".", "section 5, bullet 4"),
        May("LM-TRANSFER-11", "A receiver of the older kind does not check the value of the service byte and leaves it unread where no descriptor is queued.", "section 5, bullet 4"),
        Must("LM-TRANSFER-12", "A received descriptor is close-on-exec.", "section 5, bullet 5"),
        Must("LM-TRANSFER-13", "A received descriptor keeps the blocking mode of its open file description.", "section 5, bullet 5"),
        Must("LM-TRANSFER-14", "A received descriptor refers to the same open file description as the source's.", "section 5, bullet 5"),
        Must("LM-TRANSFER-15", "The backend is neither reconnected nor reopened, and no second TAP appears: its peer sees one connection throughout.", "section 5, bullet 5"),
        Must("LM-TRANSFER-16", "The descriptors of a multiqueue TAP travel in the order of its queues.", "section 5, bullet 6"),
        Must("LM-TRANSFER-17", "Descriptors that arrive and are never claimed are closed at the end of the load.", "section 5, bullet 7"),
        Must("LM-TRANSFER-18", "A control message that was truncated fails the load.", "section 5, bullet 7"),
        Must("LM-TRANSFER-19", "The descriptors that a truncated control message did bring are closed.", "section 5, bullet 7"),
        Must("LM-TRANSFER-20", "After any failure the destination holds no descriptor of the source's.", "section 5, bullet 8"),
        Must("LM-TRANSFER-21", "After any failure the source's descriptors still work.", "section 5, bullet 8"),
        Must("LM-TRANSFER-22", "The source stops polling its backends before it sends their descriptors.", "section 5, bullet 9"),
        Must("LM-TRANSFER-23", "The source polls its backends again only if it resumes.", "section 5, bullet 9"),
        Must("LM-TRANSFER-24", "The destination polls a backend only after its load has ended well.", "section 5, bullet 9"),
        Must("LM-TRANSFER-25", "Whoever is at the other end of a backend gets every record exactly once and in order across the migration.", "section 5, bullets 5 and 9"),
        Must("LM-TRANSFER-26", "After the migration both sides hold the same backend until the source quits; then the destination's still works.", "section 7, works"),
        Must("LM-TRANSFER-27", "After a success the source is in run state 'postmigrate' and the destination runs.", "section 7, works"),
        Must("LM-TRANSFER-28", "On success the source's events come in order: setup, active, STOP where it was running, device, completed.", "section 7, works"),
        Must("LM-TRANSFER-29", "On success the destination's events come in order: setup, active, RESUME where it starts, completed.", "section 7, works"),
        Must("LM-TRANSFER-30", "A migration that failed never shows 'completed' afterwards, and its last status is 'failed'.", "section 7, mismatches"),
        Must("LM-TRANSFER-31", "With a return path, the source learns that the load failed: its status becomes 'failed' and it runs on.", "section 7, mismatches"),
        May("LM-TRANSFER-32", "Without a return path the source may report 'completed' although the load failed; it can then be resumed with cont, and its backend works.", "section 7, mismatches"),
        Must("LM-TRANSFER-33", "Cancelled before device state is sent, the source runs on with its backends and the destination holds none of them.", "section 7, also"),
        Must("LM-TRANSFER-34", "After a failed migration another one can be made, and hands the backends over.", "section 3, bullet 1; section 5, bullet 8"),
        Must("LM-TRANSFER-35", "Several hops in a row work, each with the same open file description.", "section 7, works"),
        Must("LM-TRANSFER-36", "As many descriptors can be handed over as devices have queues, far more than one message could hold.", "section 5, bullets 2 and 6"),
        Must("LM-TRANSFER-37", "A peer of the migration that dies at any step leaves the survivor without leaked descriptors.", "section 5, bullet 8"),
        Must("LM-TRANSFER-38", "The carrier of a TAP is never lost during the migration.", "section 7, works"),
        Must("LM-TRANSFER-39", "The migration works with a return path as it does without.", "section 7, works"),
        Should("LM-TRANSFER-40", "A postcopy that really starts fails when the descriptor is to be saved, and the source runs on.", "section 7, also", Profile.Upstream),
        Should("LM-TRANSFER-41", "A snapshot into a file with 'local' true either carries no descriptor field or is refused, and what was saved can be loaded again.", "section 7, also (a defect of the queued form)", Profile.Upstream),
        Must("LM-TRANSFER-42", "When both sides have quit, nothing is left behind: no descriptor, no child process, no socket file.", "section 4, bullet 5; section 5, bullet 8"),
    ];
}
