using System.Diagnostics.CodeAnalysis;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Targets.Recordings;

namespace LocalMig.Suite.Cases.Recorded;

/// <summary>A case that reads a recording and judges one requirement by what it holds; where it holds nothing about it, the
/// case is skipped and says so.</summary>
/// <param name="id">See <see cref="Case.Id"/>.</param>
/// <param name="requirement">The requirement that it judges.</param>
/// <param name="lacking">What a recording without evidence lacks, to follow "the recording holds no".</param>
/// <param name="look">Looks for evidence.</param>
internal sealed class RecordedCase(string id, string requirement, string lacking, Action<RecordedLook> look) : Case
{
    /// <inheritdoc/>
    public override string Id => id;

    /// <inheritdoc/>
    public override string Title => $"Looks into a recording for {lacking}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Requirements { get; } = [requirement];

    /// <inheritdoc/>
    public override TargetAbilities Needs => TargetAbilities.Recording;

    /// <inheritdoc/>
    public override void Run(CaseContext c)
    {
        var found = new RecordedLook(c, ((TranscriptTarget)c.Target).Session, requirement);
        look(found);
        if (found.Judged == 0)
            c.Skip($"the recording holds no {lacking}");
    }
}

/// <summary>What a case on recordings sees, and where it says what it found.</summary>
internal sealed class RecordedLook(CaseContext context, RecordedSession session, string requirement)
{
    /// <summary>The recording.</summary>
    public RecordedSession Session => session;

    /// <summary>How often something was judged.</summary>
    public int Judged { get; private set; }

    /// <summary>The migration of the recording, where it has one and both sides took part.</summary>
    public bool TryMigration([NotNullWhen(true)] out RecordedMigration? migration)
    {
        migration = session.Migration;
        return migration is not null;
    }

    /// <summary>Judges the requirement by a line of the recording.</summary>
    public void Judge(string what, bool held, string expected, string actual, int line, string text)
    {
        Judged++;
        context.Evidence.Wire("recording", WireDirection.Note, $"line {line}: {text}");
        context.Expect(requirement, what, held, expected, actual, $"line {line}: {text}");
    }

    /// <summary>Judges the requirement by the reply of an exchange.</summary>
    public void Judge(string what, bool held, string expected, RecordedExchange exchange)
    {
        context.Evidence.Wire("recording", WireDirection.Sent, $"line {exchange.Line}: {exchange.Text}");
        Judge(what, held, expected, Answer(exchange), exchange.ReplyLine, exchange.ReplyText);
    }

    /// <summary>The answer of an exchange in a few words.</summary>
    public static string Answer(RecordedExchange exchange) =>
        exchange.ReplyLine == 0 ? "no reply" : exchange.Error ?? "success";
}
