using LocalMig.Parameters;
using LocalMig.Qmp;

namespace LocalMig.Channels;

/// <summary>What a descriptor turns out to be when one looks at it.</summary>
public enum DescriptorKind
{
    /// <summary>There is no descriptor of that name.</summary>
    Missing,

    /// <summary>A socket of family AF_UNIX.</summary>
    UnixSocket,

    /// <summary>A socket of another family.</summary>
    OtherSocket,

    /// <summary>A pipe.</summary>
    Pipe,

    /// <summary>A regular file.</summary>
    RegularFile,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>The one place that says which channel may be used (specification, sections 3 and 7).</summary>
public static class ChannelPolicy
{
    /// <summary>Checks the main channel before anything is opened, connected or sent.</summary>
    /// <param name="address">The address of the main channel.</param>
    /// <param name="parameters">The parameters of this side; they also name the profile.</param>
    /// <param name="capabilities">The capabilities of this side.</param>
    /// <param name="kindOf">Looks at a descriptor without consuming it; asked only where the answer decides.</param>
    /// <returns>Null where the channel may be used, or the refusal: what the transport as such cannot do comes first, what local
    /// migration wants comes last.</returns>
    /// <remarks>A missing descriptor is not refused here: opening the channel fails with its own text.</remarks>
    public static QmpError? Check(
        MigrationAddress address,
        MigrationParameters parameters,
        MigrationCapabilities capabilities,
        Func<FdAddress, DescriptorKind> kindOf)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(capabilities);
        ArgumentNullException.ThrowIfNull(kindOf);
        string? refusal = Transport(address, parameters, capabilities)
            ?? (MayBeLocal(address, parameters, kindOf) ? null : ChannelTexts.LocalNeedsUnix);
        return refusal is null ? null : QmpError.Generic(refusal);
    }

    /// <summary>Checks what the mode of the migration needs besides the main channel. Comes after <see cref="Check"/>, on the source only.</summary>
    public static QmpError? CheckMode(MigrateArguments arguments, MigrationParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Mode switch
        {
            "cpr-exec" when parameters["cpr-exec-command"]!.Items.Count == 0 => QmpError.Generic(ChannelTexts.ExecCommandMissing),
            "cpr-transfer" when arguments.Cpr is null => QmpError.Generic(ChannelTexts.CprChannelMissing),
            _ => null,
        };
    }

    /// <summary>Checks a descriptor that is about to become the main channel. QEMU 11 refuses regular files; 7.2 took them.</summary>
    public static QmpError? CheckOpened(DescriptorKind kind, MigrationParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return kind == DescriptorKind.RegularFile && parameters.Generation == Wire.QemuGeneration.Qemu11
            ? QmpError.Generic(ChannelTexts.FileBehindFd)
            : null;
    }

    private static string? Transport(MigrationAddress address, MigrationParameters parameters, MigrationCapabilities capabilities)
    {
        bool isFile = address is FileAddress;
        bool mapped = capabilities["mapped-ram"];
        bool multifd = capabilities["multifd"];
        if (mapped && !isFile)
            return ChannelTexts.NeedsSeekable;
        bool severalChannels = address is UnixAddress or InetAddress or VsockAddress || (isFile && mapped);
        if ((multifd || capabilities["postcopy-preempt"]) && !severalChannels)
            return ChannelTexts.NeedsSeveralChannels;
        // direct-io asks for extra descriptors together with mapped-ram alone, and that was refused on anything but a file already.
        return parameters.Mode == "cpr-transfer" && isFile ? ChannelTexts.NeedsStream : null;
    }

    private static bool MayBeLocal(MigrationAddress address, MigrationParameters parameters, Func<FdAddress, DescriptorKind> kindOf)
    {
        if (!parameters.Local)
            return true;

        // In cpr-exec the descriptors survive the exec and travel as numbers; only the queued form says so.
        if (parameters is { Profile: Profile.Upstream, Mode: "cpr-exec" })
            return true;

        // Ancillary data does not go through a TLS session.
        if (parameters.UsesTls)
            return false;
        return address switch
        {
            UnixAddress => true,
            FdAddress fd => kindOf(fd) is DescriptorKind.UnixSocket or DescriptorKind.Missing,
            _ => false,
        };
    }
}
