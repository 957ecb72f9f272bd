namespace LocalMig.Wire;

/// <summary>Every rule that input can break, with its stable code: the one place where error texts live.
/// One part per layer, <c>Errors.Layer.cs</c>.</summary>
public static partial class Errors
{
    /// <summary>Input ended inside an element.</summary>
    public static readonly ErrorRule Truncated = new("wire.truncated", "an element is as long as it says");

    /// <summary>A limit was reached.</summary>
    public static readonly ErrorRule LimitExceeded = new("wire.limit", "input stays within the limits set for it");
}
