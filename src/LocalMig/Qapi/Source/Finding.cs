namespace LocalMig.Qapi.Source;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>A rule that must hold is broken.</summary>
    Error,

    /// <summary>Something that should be otherwise.</summary>
    Warning,

    /// <summary>Something worth a look.</summary>
    Note,
}

/// <summary>Something found in a schema file, at a place.</summary>
/// <param name="Rule">The stable code of the rule: <c>qapi.syntax</c>, <c>LM-DOC-03</c>.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1; 0 where the line says all.</param>
/// <param name="Message">What is wrong. May have several lines.</param>
public sealed record Finding(string Rule, SchemaFile File, int Line, int Column, string Message)
{
    /// <summary>The definition it is about, as <c>command 'foo'</c>; empty where there is none.</summary>
    public string Definition { get; init; } = "";

    /// <summary>How bad it is.</summary>
    public FindingSeverity Severity { get; init; } = FindingSeverity.Error;

    /// <summary>The place alone, <c>file:line[:column]</c>.</summary>
    public string Place => Column > 0 ? $"{File.Path}:{Line}:{Column}" : $"{File.Path}:{Line}";

    /// <summary>The form of QEMU's generator: who includes the file, the definition, <c>file:line[:column]: message</c>.</summary>
    public override string ToString() =>
        $"{File.IncludeTrace}{(Definition.Length == 0 ? "" : $"{File.Path}: In {Definition}:\n")}{Place}: {Message}";
}
