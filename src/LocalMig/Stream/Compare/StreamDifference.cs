namespace LocalMig.Stream.Compare;

/// <summary>What a difference means for a migration in one direction.</summary>
public enum Outcome
{
    /// <summary>The destination reads what the source sends.</summary>
    Compatible,

    /// <summary>What was compared does not tell: it depends on what the destination knows beyond it.</summary>
    MayBreak,

    /// <summary>The destination fails the load, or reads bytes as something they are not.</summary>
    Breaks,
}

/// <summary>What differs.</summary>
public enum DifferenceKind
{
    /// <summary>The machine type.</summary>
    Machine,

    /// <summary>A capability that travels.</summary>
    Capability,

    /// <summary>The size of the guest's pages.</summary>
    PageSize,

    /// <summary>A block of RAM is on one side only.</summary>
    Block,

    /// <summary>The length of a block of RAM.</summary>
    BlockLength,

    /// <summary>A section is on one side only.</summary>
    Section,

    /// <summary>The version of a section, struct or subsection.</summary>
    Version,

    /// <summary>A field is on one side only.</summary>
    Field,

    /// <summary>A field of the same form has another name, or has become unused bytes.</summary>
    FieldName,

    /// <summary>The type of a field.</summary>
    FieldType,

    /// <summary>The size of a field, or the number of its elements.</summary>
    FieldSize,

    /// <summary>A subsection is on one side only.</summary>
    Subsection,
}

/// <summary>What a difference does in one direction.</summary>
/// <param name="Outcome">Whether the migration breaks.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="QemuText">What a real destination prints, where that is known.</param>
public sealed record Effect(Outcome Outcome, string Reason, string? QemuText = null);

/// <summary>Something that differs between two sides.</summary>
/// <param name="Kind">What.</param>
/// <param name="Path">Where: the section, and the fields down to the one that differs (<c>timer.cpu_ticks_offset</c>).</param>
/// <param name="InA">What it is in the first side; null where it is not there.</param>
/// <param name="InB">What it is in the second side; null where it is not there.</param>
/// <param name="AToB">What it does to a migration from the first side to the second.</param>
/// <param name="BToA">What it does to a migration the other way.</param>
public sealed record StreamDifference(DifferenceKind Kind, string Path, string? InA, string? InB, Effect AToB, Effect BToA);
