using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Wire;

namespace LocalMig.Tests.Devices;

public class MemfdBackendTests
{
    [Fact]
    public void Content_written_before_a_handover_is_there_after_it_and_the_other_way_round()
    {
        using MemfdBackend source = MemfdBackend.Create("ram", 4096).Value;
        Assert.Null(source.Write(100, "before"u8));
        using MemfdBackend target = MemfdBackend.Adopt(source.Descriptors[0].Duplicate().Value).Value;
        Assert.Equal(4096, target.Size);
        byte[] buffer = new byte[6];
        Assert.Equal(6, target.Read(100, buffer).Value);
        Assert.Equal("before"u8, buffer);
        Assert.Null(target.Write(100, "after!"u8));
        Assert.Equal(6, source.Read(100, buffer).Value);
        Assert.Equal("after!"u8, buffer);
        target.StartPolling();
        Assert.True(target.Polling);
    }

    [Fact]
    public void What_is_no_memory_file_is_refused_and_stays_with_its_owner()
    {
        (UnixChannel a, UnixChannel b) = UnixChannel.Pair();
        using UnixChannel first = a, second = b;
        Assert.Equal(Errors.BackendKind, MemfdBackend.Adopt(a.Fd).Error?.Rule);
        Assert.False(a.Fd.IsClosed);
    }
}
