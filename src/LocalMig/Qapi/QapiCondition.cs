using LocalMig.Wire;

namespace LocalMig.Qapi;

/// <summary>Decides conditions: <c>'NAME'</c>, or an object with one of <c>all</c>, <c>any</c> (lists) and <c>not</c>.</summary>
internal static class QapiCondition
{
    /// <summary>Whether the node's condition holds, given the names that are set. No condition holds always.</summary>
    public static Result<bool, ParseError> Holds(QapiNode? condition, IReadOnlySet<string> set)
    {
        switch (condition)
        {
            case null:
                return true;
            case QapiString name:
                return set.Contains(name.Value);
            case QapiObject { Members: [var (key, value)] }:
                return Combined(key, value, set);
            default:
                return Fail(condition, "neither a name nor an object with one key");
        }
    }

    private static Result<bool, ParseError> Combined(QapiString key, QapiNode value, IReadOnlySet<string> set)
    {
        if (key.Value == "not")
            return Holds(value, set).TryGet(out bool inner, out ParseError? error) ? !inner : error;
        if (key.Value is not ("all" or "any") || value is not QapiList { Items.Count: > 0 } list)
            return Fail(key, $"unknown or empty '{key.Value}'");
        bool all = true;
        bool any = false;
        foreach (QapiNode item in list.Items)
        {
            if (!Holds(item, set).TryGet(out bool holds, out ParseError? error))
                return error;
            all &= holds;
            any |= holds;
        }

        return key.Value == "all" ? all : any;
    }

    private static ParseError Fail(QapiNode at, string detail) => ParseError.In(Errors.QapiCondition, at.Place.ToString(), detail);
}
