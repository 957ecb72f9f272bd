namespace LocalMig.Spec;

/// <summary>How binding a requirement is, in the sense of RFC 2119.</summary>
public enum Level
{
    /// <summary>Without it, local migration does not work as specified.</summary>
    Must,

    /// <summary>There may be a reason against it, which the report then names.</summary>
    Should,

    /// <summary>Permitted: observed and reported, never a failure on its own.</summary>
    May,
}
