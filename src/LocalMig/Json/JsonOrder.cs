namespace LocalMig.Json;

/// <summary>The order in which the members of objects are written.</summary>
public enum JsonOrder
{
    /// <summary>The order they were given in: for people.</summary>
    Plain,

    /// <summary>QEMU's: ascending by a hash of the name (facts, A.1).</summary>
    Qemu,
}
