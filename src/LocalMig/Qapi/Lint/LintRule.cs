namespace LocalMig.Qapi.Lint;

/// <summary>How binding a rule is.</summary>
public enum RuleLevel
{
    /// <summary>Must hold.</summary>
    Must,

    /// <summary>Should hold, unless there is a reason.</summary>
    Should,

    /// <summary>A matter of taste, worth a look.</summary>
    May,
}

/// <summary>A rule for documentation comments. One rule per file; ids never change or get reused.</summary>
public abstract class LintRule
{
    private protected LintRule(string id, RuleLevel level, string text, string source)
    {
        Id = id;
        Level = level;
        Text = text;
        Source = source;
    }

    /// <summary>The id, <c>LM-DOC-nn</c>.</summary>
    public string Id { get; }

    /// <summary>How binding it is.</summary>
    public RuleLevel Level { get; }

    /// <summary>The rule itself, as a sentence that says what must hold.</summary>
    public string Text { get; }

    /// <summary>Where it comes from.</summary>
    public string Source { get; }

    /// <summary>A schema that follows the rule.</summary>
    public abstract string Good { get; }

    /// <summary>A schema that breaks it, and nothing else of the kind.</summary>
    public abstract string Bad { get; }

    /// <summary>Looks at one comment.</summary>
    internal abstract void Check(LintSubject subject, LintReport report);

    /// <summary>A struct with one member and a documentation comment around the given description of it, for examples.</summary>
    private protected static string Describing(string description) =>
        $"##\n# @Thing:\n#\n# What it is for.\n#\n{description}\n#\n# Since: 9.0\n##\n{{ 'struct': 'Thing', 'data': {{ 'size': 'int' }} }}\n";
}
