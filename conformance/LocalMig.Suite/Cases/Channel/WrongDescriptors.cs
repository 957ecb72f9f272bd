using System.IO.Pipes;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Cases.Channel;

/// <summary>Makes descriptors to be named as channels.</summary>
internal static class WrongDescriptors
{
    /// <summary>The end of a pipe that a source would write to, or that a destination would read from.</summary>
    public static OwnedFd Pipe(CaseContext c, bool toWrite)
    {
        using AnonymousPipeServerStream pipe = new(toWrite ? PipeDirection.Out : PipeDirection.In);
        OwnedFd given = Take(pipe.SafePipeHandle);
        c.Own(Take(pipe.ClientSafePipeHandle));
        return c.Own(given);
    }

    /// <summary>An empty regular file.</summary>
    public static OwnedFd RegularFile(CaseContext c)
    {
        if (!FileTransport.Create(Path.Combine(c.Folder, "plain")).TryGet(out FileTransport? file, out ParseError? error))
            c.Stop($"cannot create a file: {error}");
        return c.Own(file).Fd;
    }

    /// <summary>One end of a TCP connection.</summary>
    public static OwnedFd TcpSocket(CaseContext c)
    {
        if (!NetworkListener.BindTcp("127.0.0.1", "0", TcpOptions.None).TryGet(out NetworkListener? listener, out ParseError? error))
            c.Stop($"cannot listen on TCP: {error}");
        c.Own(listener);
        Deadline deadline = Deadline.After(c.TimeLeft);
        if (!NetworkChannel.ConnectTcp("127.0.0.1", listener.Addresses[0].Port, TcpOptions.None, deadline).TryGet(out ByteTransport? near, out error))
            c.Stop($"cannot connect by TCP: {error}");
        c.Own(near);
        if (!listener.Accept(deadline).TryGet(out ByteTransport? far, out error))
            c.Stop($"cannot accept by TCP: {error}");
        c.Own(far);
        return near.Fd;
    }

    private static OwnedFd Take(System.Runtime.InteropServices.SafeHandle handle)
    {
        OwnedFd taken = OwnedFd.Adopt((int)handle.DangerousGetHandle());
        handle.SetHandleAsInvalid();
        return taken;
    }
}
