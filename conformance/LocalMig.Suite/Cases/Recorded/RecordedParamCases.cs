using LocalMig.Json;
using LocalMig.Qapi;
using LocalMig.Suite.Targets.Recordings;

namespace LocalMig.Suite.Cases.Recorded;

/// <summary>What recordings tell about the parameter (specification, section 2).</summary>
internal static class RecordedParamCases
{
    private const string Set = "migrate-set-parameters";
    private const string Query = "query-migrate-parameters";
    private const string WrongType = "Invalid parameter type for 'local', expected: boolean";

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new RecordedCase("PARAM/recorded-argument", "LM-PARAM-01", "answer of query-qmp-schema", look => Schema(look, schema => schema.Command(Set)?.Arguments, Set)),
        new RecordedCase("PARAM/recorded-result", "LM-PARAM-02", "answer of query-qmp-schema", look => Schema(look, schema => schema.Command(Query)?.Returns as ObjectType, Query)),
        new RecordedCase("PARAM/recorded-default", "LM-PARAM-04", "query of the parameters before 'local' was set", Default),
        new RecordedCase("PARAM/recorded-listed", "LM-PARAM-05", "query of the parameters", Listed),
        new RecordedCase("PARAM/recorded-accepted", "LM-PARAM-06", "attempt to set 'local' to a boolean", Accepted),
        new RecordedCase("PARAM/recorded-shown", "LM-PARAM-07", "query of the parameters after 'local' was set", Shown),
        new RecordedCase("PARAM/recorded-out-of-range", "LM-PARAM-12", "query after a call with 'local' and a value out of range", Atomic),
        new RecordedCase("PARAM/recorded-number", "LM-PARAM-13", "attempt to set 'local' to a number", look => Refused(look, k => k is JsonKind.Int64 or JsonKind.UInt64 or JsonKind.Double)),
        new RecordedCase("PARAM/recorded-string", "LM-PARAM-14", "attempt to set 'local' to a string", look => Refused(look, k => k is JsonKind.String)),
        new RecordedCase("PARAM/recorded-null", "LM-PARAM-15", "attempt to set 'local' to null", look => Refused(look, k => k is JsonKind.Null)),
        new RecordedCase("PARAM/recorded-array-or-object", "LM-PARAM-16", "attempt to set 'local' to an array or an object", look => Refused(look, k => k is JsonKind.Array or JsonKind.Object)),
        new RecordedCase("PARAM/recorded-text", "LM-PARAM-17", "attempt to set 'local' to a value of the wrong type", Text),
        new RecordedCase("PARAM/recorded-others-kept", "LM-PARAM-19", "pair of queries around a call that sets 'local' alone", OthersKept),
    ];

    private static void Schema(RecordedLook look, Func<Schema, ObjectType?> type, string command)
    {
        foreach (RecordedExchange e in Exchanges(look, "query-qmp-schema").Where(e => e.Succeeded))
        {
            if (!Introspection.Read(e.Return!).TryGet(out Schema? schema, out _))
                continue;
            SchemaMember? member = type(schema)?.Member("local");
            string actual = member is null ? "no such member" : $"{(member.Optional ? "optional" : "mandatory")} {member.Type.Name}";
            look.Judge($"member 'local' of {command} in the schema", actual == "optional bool", "optional bool", actual, e.ReplyLine, Short(e.ReplyText));
        }
    }

    private static void Default(RecordedLook look)
    {
        foreach (RecordedSide side in look.Session.Sides)
        {
            int set = side.Exchanges.FirstOrDefault(e => RecordedSide.SetBy(e) is not null)?.Line ?? int.MaxValue;
            foreach (RecordedExchange e in side.Of(Query).Where(e => e.Succeeded && e.Line < set))
                Value(look, e, false, "'local' before it was set");
        }
    }

    private static void Listed(RecordedLook look)
    {
        foreach (RecordedExchange e in Exchanges(look, Query).Where(e => e.Succeeded))
            look.Judge("'local' in the list of parameters", e.Return!["local"] is not null, "listed", e.Return["local"] is null ? "not listed" : "listed", e.ReplyLine, Short(e.ReplyText));
    }

    private static void Accepted(RecordedLook look)
    {
        foreach (RecordedExchange e in Exchanges(look, Set).Where(e => e.ReplyLine > 0 && e.Arguments["local"].Flag() is not null && e.Arguments.Members.Count == 1))
            look.Judge($"setting 'local' to {(e.Arguments["local"].Flag() == true ? "true" : "false")}", e.Return is { Kind: JsonKind.Object, Members.Count: 0 }, "an empty object", e);
    }

    private static void Shown(RecordedLook look)
    {
        foreach (RecordedSide side in look.Session.Sides)
        {
            foreach (RecordedExchange e in side.Of(Query).Where(e => e.Succeeded && side.Exchanges.Any(s => s.Line < e.Line && RecordedSide.SetBy(s) is not null)))
                Value(look, e, side.LocalAt(e.Line), "'local' after it was set");
        }
    }

    private static void Atomic(RecordedLook look)
    {
        foreach (RecordedSide side in look.Session.Sides)
        {
            foreach (RecordedExchange e in side.Of(Set).Where(e => e.Error is not null && e.Arguments["local"].Flag() is not null && e.Arguments.Members.Count > 1))
            {
                RecordedExchange? next = side.Exchanges.FirstOrDefault(q => q.Line > e.Line && LocalShown(q) is not null);
                if (next is null || side.Exchanges.Any(s => s.Line > e.Line && s.Line < next.Line && RecordedSide.SetBy(s) is not null))
                    continue;
                bool before = side.LocalAt(e.Line);
                look.Judge("'local' after a call that was refused", LocalShown(next) == before, Word(before), Word(LocalShown(next) == true), next.ReplyLine, Short(next.ReplyText));
            }
        }
    }

    private static void Refused(RecordedLook look, Func<JsonKind, bool> kind)
    {
        foreach (RecordedExchange e in Exchanges(look, Set).Where(e => e.ReplyLine > 0 && e.Arguments["local"] is { } value && kind(value.Kind)))
            look.Judge("setting 'local' to a value that is no boolean", e.Error is not null, "an error", e);
    }

    private static void Text(RecordedLook look)
    {
        foreach (RecordedExchange e in Exchanges(look, Set).Where(e => e.Error is not null && e.Arguments["local"] is { Kind: not JsonKind.Boolean }))
            look.Judge("the refusal of a value that is no boolean", e.Error == WrongType && e.ErrorClass == "GenericError", WrongType, e);
    }

    private static void OthersKept(RecordedLook look)
    {
        foreach (RecordedSide side in look.Session.Sides)
        {
            foreach (RecordedExchange before in side.Of(Query).Where(IsAnswered))
            {
                RecordedExchange? after = side.Of(Query).FirstOrDefault(e => IsAnswered(e) && e.Line > before.Line);
                RecordedExchange[] sets = [.. side.Of(Set).Where(e => e.Line > before.Line && e.Line < (after?.Line ?? 0))];
                if (after is null || sets.Length == 0 || sets.Any(s => s.Succeeded && s.Arguments.Members.Any(m => m.Name != "local")))
                    continue;
                string[] changed = [.. before.Return!.Members.Where(m => m.Name != "local" && !m.Value.Equals(after.Return![m.Name])).Select(m => m.Name)];
                look.Judge("the other parameters after 'local' was set", changed.Length == 0, "none changed", changed.Length == 0 ? "none changed" : string.Join(", ", changed), after.ReplyLine, Short(after.ReplyText));
            }
        }
    }

    private static void Value(RecordedLook look, RecordedExchange e, bool expected, string what)
    {
        string actual = e.Return!["local"] is { } value ? value.Flag() is { } flag ? Word(flag) : "no boolean" : "not listed";
        look.Judge(what, actual == Word(expected), Word(expected), actual, e.ReplyLine, Short(e.ReplyText));
    }

    // What an answer shows of 'local': the monitor's object, or the human monitor's line "local: on".
    private static bool? LocalShown(RecordedExchange e)
    {
        if (e.Command == Query)
            return e.Return?["local"].Flag();
        if (RecordedSide.HumanCommand(e) != "info migrate_parameters" || e.Return.Text() is not { } text)
            return null;
        return text.Contains("local: on", StringComparison.Ordinal) ? true : text.Contains("local: off", StringComparison.Ordinal) ? false : null;
    }

    private static IEnumerable<RecordedExchange> Exchanges(RecordedLook look, string command) => look.Session.Sides.SelectMany(s => s.Of(command));

    private static bool IsAnswered(RecordedExchange e) => e.Return is { Kind: JsonKind.Object };

    private static string Word(bool value) => value ? "true" : "false";

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "...";
}
