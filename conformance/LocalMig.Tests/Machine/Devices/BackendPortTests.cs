using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Machine.Devices;
using LocalMig.Stream;

namespace LocalMig.Tests.Machine.Devices;

public class BackendPortTests
{
    // Filling a port cannot fail, so whatever does not fit has to be refused before.
    [Fact]
    public void A_descriptor_of_the_right_kind_that_cannot_be_the_backend_is_refused_when_it_is_checked()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("localmig-port-").FullName, "socket");
        using UnixListener listening = UnixListener.Bind(path).Value;
        using SocketPort port = new("dev0", permitted: true, backend: null);
        Assert.NotNull(port.CheckQueue(new VmStateValues().Set("fd", listening.Fd)));
        Assert.False(port.IsFilled);
    }

    [Fact]
    public void What_was_checked_fills_the_port()
    {
        (UnixChannel mine, UnixChannel other) = UnixChannel.Pair();
        using (mine)
        using (other)
        using (SocketPort port = new("dev0", permitted: true, backend: null))
        {
            VmStateValues values = new VmStateValues().Set("fd", other.Fd.Duplicate().Value).Set("pending", ReadOnlyMemory<byte>.Empty);
            Assert.Null(port.CheckQueue(values));
            port.Fill([values]);
            Assert.True(port.IsFilled);
        }
    }

    [Fact]
    public void A_memory_file_is_no_socket_and_no_TAP()
    {
        using MemfdBackend memory = MemfdBackend.Create("localmig-port", 4096).Value;
        Assert.NotNull(SocketBackend.Refuse(memory.Descriptors[0]));
        Assert.NotNull(TapBackend.Refuse(memory.Descriptors[0]));
        Assert.Null(MemfdBackend.Refuse(memory.Descriptors[0]));
    }
}
