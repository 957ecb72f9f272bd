using LocalMig.Spec;

namespace LocalMig.Suite.Traceability;

/// <summary>A statement of the specification, by its place and a short label of our own.</summary>
/// <param name="Section">The section.</param>
/// <param name="Part">Which part of it: <c>bullet 3</c>, <c>layout</c>.</param>
/// <param name="Label">What it is about.</param>
public sealed record SpecificationBullet(int Section, string Part, string Label)
{
    /// <summary>How sources of requirements name it: <c>section 3, bullet 1</c>.</summary>
    public string Anchor => $"section {Section}, {Part}";

    /// <summary>All that a requirement can come from; what was only recorded comes from no bullet.</summary>
    public static IReadOnlyList<SpecificationBullet> All { get; } =
    [
        new(1, "table", "profiles: sources, parameter, what enables a device"),
        new(2, "bullet 1", "an optional bool, and a value of the enum"),
        new(2, "bullet 2", "false by default, always listed"),
        new(2, "bullet 3", "set and queried, without a look at channels or devices"),
        new(2, "bullet 4", "a call is applied as a whole or not at all"),
        new(2, "bullet 5", "JSON booleans alone"),
        new(2, "bullet 6", "independent of other parameters"),
        new(2, "bullet 7", "each side has its own value"),
        new(2, "bullet 8", "detection by introspection, refusal where it is unknown"),
        new(3, "bullet 1", "a Unix domain socket, or a refusal that changes nothing"),
        new(3, "bullet 2", "the text of the refusal"),
        new(3, "bullet 3", "what is accepted"),
        new(3, "bullet 4", "what is refused"),
        new(3, "bullet 5", "TLS"),
        new(3, "bullet 6", "rdma"),
        new(3, "bullet 7", "the exemption of cpr-exec"),
        new(3, "bullet 8", "every channel as before while it is off"),
        new(3, "neighbouring refusals", "the other refusals of the same check"),
        new(4, "bullet 1", "support, switch and parameter: all three on both sides"),
        new(4, "bullet 2", "no device that supports it"),
        new(4, "bullet 3", "switch on, parameter off"),
        new(4, "bullet 4", "switch off, parameter on"),
        new(4, "bullet 5", "the source alone sends"),
        new(4, "bullet 6", "the destination alone waits"),
        new(4, "bullet 7", "the queued form's backend that waits, and its options"),
        new(4, "bullet 8", "incoming-fds of v16"),
        new(5, "bullet 1", "inside the stream, in the main channel"),
        new(5, "bullet 2", "one service byte, one descriptor, flushed before"),
        new(5, "bullet 3", "the receiver's queue"),
        new(5, "bullet 4", "the receiver's errors"),
        new(5, "bullet 5", "what a received descriptor is"),
        new(5, "bullet 6", "the order of queues"),
        new(5, "bullet 7", "unclaimed descriptors, truncated control messages"),
        new(5, "bullet 8", "after a failure"),
        new(5, "bullet 9", "nobody reads between stop and start"),
        new(5, "layout", "the bytes of a TAP backend"),
        new(6, "purpose", "what the parameter enables"),
        new(6, "effect", "what is passed, and how"),
        new(6, "constraint", "the channel has to be a Unix domain socket"),
        new(6, "second switch", "the property of the device"),
        new(6, "release", "since when"),
        new(6, "agreement with the schema", "documented is defined, and the other way round"),
        new(6, "form", "the rules of the markup"),
        new(6, "backing", "a case behind every statement"),
        new(7, "works", "what was seen to work"),
        new(7, "refused at once", "refusals, and what they leave behind"),
        new(7, "order of the checks", "which refusal comes first"),
        new(7, "destination's netdev", "one text for every forbidden option"),
        new(7, "mismatches", "two sides that do not fit"),
        new(7, "also", "when the parameter is read, and what else was seen"),
        new(7, "vmdesc and descriptors", "how the description counts a descriptor"),
    ];

    /// <summary>Whether a requirement comes from it.</summary>
    public bool IsSourceOf(Requirement requirement)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        return AnchorsOf(requirement).Contains(Anchor, StringComparer.Ordinal);
    }

    /// <summary>The places that the source of a requirement names; none where it was recorded.</summary>
    public static IReadOnlyList<string> AnchorsOf(Requirement requirement)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        List<string> anchors = [];
        foreach (string place in requirement.Source.Split("; "))
        {
            int remark = place.IndexOf(" (", StringComparison.Ordinal);
            string text = remark < 0 ? place : place[..remark];
            if (!text.StartsWith("section ", StringComparison.Ordinal))
                continue;
            int comma = text.IndexOf(", ", StringComparison.Ordinal);
            string section = text[..comma];
            const string several = "bullets ";
            string part = text[(comma + 2)..];
            if (part.StartsWith(several, StringComparison.Ordinal))
                anchors.AddRange(part[several.Length..].Split(" and ").Select(number => $"{section}, bullet {number}"));
            else
                anchors.Add(text);
        }

        return anchors;
    }
}
