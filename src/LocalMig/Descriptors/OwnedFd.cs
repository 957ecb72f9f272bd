using System.Runtime.InteropServices;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>A file descriptor with exactly one owner: whoever disposes this closes it.</summary>
/// <remarks>Safe for use by several threads. A call that works on the descriptor holds it open until it returns, also while another
/// thread disposes it.</remarks>
public sealed class OwnedFd : SafeHandle
{
    private int _moved;

    private OwnedFd(int fd)
        : base(-1, ownsHandle: true) => SetHandle(fd);

    /// <inheritdoc/>
    public override bool IsInvalid => handle < 0;

    /// <summary>The number, for reports; -1 once it is closed or moved. It is no licence to use the descriptor.</summary>
    public int Number => IsClosed ? -1 : (int)handle;

    /// <summary>Whether the descriptor is closed when this process executes another program.</summary>
    public bool CloseOnExec
    {
        get => (Libc.Fcntl(this, Libc.FcntlGetDescriptorFlags, 0) & Libc.CloseOnExec) != 0;
        set => _ = Libc.Fcntl(this, Libc.FcntlSetDescriptorFlags, value ? Libc.CloseOnExec : 0);
    }

    /// <summary>Whether reads and writes return at once instead of waiting. It belongs to the open file description: setting it
    /// changes it for everybody who holds that, in other processes too.</summary>
    public bool NonBlocking
    {
        get => (StatusFlags & Libc.OpenNonBlocking) != 0;
        set
        {
            int flags = StatusFlags;
            int wanted = value ? flags | Libc.OpenNonBlocking : flags & ~Libc.OpenNonBlocking;
            if (flags >= 0 && wanted != flags)
                _ = Libc.Fcntl(this, Libc.FcntlSetStatusFlags, wanted);
        }
    }

    /// <summary>The status flags of the open file description as F_GETFL gives them; -1 if there are none to be had.</summary>
    internal int StatusFlags => Libc.Fcntl(this, Libc.FcntlGetStatusFlags, 0);

    /// <summary>Becomes the owner of a descriptor.</summary>
    /// <param name="fd">Its number. From now on nobody else closes it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative: there is no such descriptor.</exception>
    public static OwnedFd Adopt(int fd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fd);
        return new OwnedFd(fd);
    }

    /// <summary>Makes owners of nothing, to be given descriptors later (<see cref="Fill"/>).</summary>
    internal static void Make(Span<OwnedFd?> owners)
    {
        foreach (ref OwnedFd? owner in owners)
            owner = new OwnedFd(-1);
    }

    /// <summary>Makes an owner of nothing the owner of a descriptor.</summary>
    internal void Fill(int fd) => SetHandle(fd);

    /// <summary>Hands the descriptor to a new owner and leaves this one empty.</summary>
    /// <exception cref="ObjectDisposedException">There is nothing to hand over: it was closed or moved before.</exception>
    public OwnedFd Move() => new(Release());

    /// <summary>Makes a second descriptor of the same open file description, close-on-exec.</summary>
    /// <returns>The duplicate, or <see cref="Errors.SystemCall"/> (usually: too many open files).</returns>
    public Result<OwnedFd, ParseError> Duplicate()
    {
        int copy = Libc.Fcntl(this, Libc.FcntlDuplicateCloseOnExec, 0);
        return copy < 0 ? SystemError.Of("duplicate a descriptor") : new OwnedFd(copy);
    }

    /// <summary>Makes a descriptor of the same open file description as one that this process was started with.</summary>
    /// <param name="fd">Its number; it stays open, and nobody's.</param>
    /// <returns>The duplicate, close-on-exec; or <see cref="Errors.SystemCall"/> where there is no such descriptor.</returns>
    public static Result<OwnedFd, ParseError> DuplicateOf(int fd)
    {
        var borrowed = Adopt(fd);
        Result<OwnedFd, ParseError> copy = borrowed.Duplicate();
        _ = borrowed.Release();
        return copy;
    }

    /// <summary>What this is, for people: <c>/dev/net/tun iff=tap0</c>, <c>socket:[4711]</c>, <c>/memfd:ram (deleted)</c>.</summary>
    public string Describe() => Number < 0 ? "closed" : DescriptorText.Of("self", Number);

    /// <summary>Looks at what is behind the descriptor without using it up.</summary>
    public Result<DescriptorInfo, ParseError> Inspect() => DescriptorInfo.Of(this);

    /// <inheritdoc/>
    public override string ToString() => $"fd {Number}";

    /// <summary>Gives the number away: the caller is its owner now.</summary>
    /// <exception cref="ObjectDisposedException">There is nothing to give.</exception>
    internal int Release()
    {
        // Two threads that move the same descriptor must not both get it.
        ObjectDisposedException.ThrowIf(IsClosed || Interlocked.Exchange(ref _moved, 1) != 0, this);
        int fd = (int)handle;
        SetHandleAsInvalid();
        return fd;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        // Linux has closed the descriptor even where close reports an error, so there is never a second try.
        _ = Libc.Close((int)handle);
        return true;
    }
}
