using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Review;

/// <summary>How patches are reviewed.</summary>
public sealed record ReviewOptions
{
    /// <summary>The tree that the patches apply to; null to look at the patches alone.</summary>
    public ISchemaFiles? Base { get; init; }

    /// <summary>The main schema file in that tree; null for <c>qapi-schema.json</c> beside a changed file, or else the file itself.</summary>
    public string? SchemaPath { get; init; }

    /// <summary>Whether findings on lines that a patch does not touch count as well.</summary>
    public bool All { get; init; }

    /// <summary>Whose rules.</summary>
    public SchemaDialect Dialect { get; init; } = SchemaDialect.Qemu102;

    /// <summary>What the rules are told.</summary>
    public LintOptions Lint { get; init; } = new();
}

/// <summary>A patch with what was found in it.</summary>
/// <param name="Patch">The patch.</param>
/// <param name="Findings">The findings, file by file and line by line; lines are those of the new files.</param>
public sealed record ReviewedPatch(Patch Patch, IReadOnlyList<Finding> Findings);
