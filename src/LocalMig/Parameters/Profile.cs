namespace LocalMig.Parameters;

/// <summary>Which published form of the feature is meant where the forms differ.</summary>
public enum Profile
{
    /// <summary>The form the project was asked for: parameter <c>local</c>, device property <c>local</c>; since 11.0. The default.</summary>
    Proposal,

    /// <summary>Series v16: virtio-net property <c>local-migration</c>, destination netdev <c>incoming-fds=on</c>; since 11.1.</summary>
    V16,

    /// <summary>The queued form: tap netdev option <c>x-permit-local-migration</c>, a section per queue; since 11.2.</summary>
    Upstream,
}
