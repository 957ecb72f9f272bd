namespace LocalMig.Wire;

public static partial class Errors
{
    /// <summary>A descriptor is no backend of the kind that it is to be.</summary>
    public static readonly ErrorRule BackendKind =
        new("device.backend-kind", "a descriptor that arrives for a backend is of the backend's kind");

    /// <summary>A TAP could not be opened or set up.</summary>
    public static readonly ErrorRule TapOpen =
        new("device.tap-open", "a TAP can be opened with the settings asked for");
}
