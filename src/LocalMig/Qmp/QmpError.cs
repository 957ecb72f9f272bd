namespace LocalMig.Qmp;

/// <summary>The classes of error that QMP knows (QEMU's QapiErrorClass).</summary>
public enum QmpErrorClass
{
    /// <summary>Everything without a class of its own.</summary>
    GenericError,

    /// <summary>The command is unknown, or not available in this state of the session.</summary>
    CommandNotFound,

    /// <summary>The device exists but is not active.</summary>
    DeviceNotActive,

    /// <summary>No such device.</summary>
    DeviceNotFound,

    /// <summary>KVM lacks something.</summary>
    KVMMissingCap,
}

/// <summary>The error of a QMP command: a class that programs read and a text that people read.</summary>
/// <param name="Class">The class.</param>
/// <param name="Desc">The text, exactly as it goes over the wire.</param>
public sealed record QmpError(QmpErrorClass Class, string Desc)
{
    /// <summary>An error of class GenericError.</summary>
    public static QmpError Generic(string desc) => new(QmpErrorClass.GenericError, desc);
}
