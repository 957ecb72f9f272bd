using LocalMig.Descriptors;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Tests.Descriptors;

public class OwnedFdTests
{
    [Fact]
    public void Moving_leaves_the_old_owner_empty_and_closes_nothing()
    {
        using var file = new TraceableFile();
        int number = file.Fd.Number;
        using OwnedFd moved = file.Fd.Move();
        Assert.Equal((number, -1), (moved.Number, file.Fd.Number));
        Assert.True(file.Fd.IsClosed);
        Assert.Throws<ObjectDisposedException>(file.Fd.Move);
        file.Fd.Dispose();
        Assert.Equal(1, file.Open);
        moved.Dispose();
        Assert.Equal(0, file.Open);
        Assert.Throws<ObjectDisposedException>(moved.Move);
    }

    [Fact]
    public void Of_many_who_move_at_once_one_gets_it()
    {
        using var file = new TraceableFile();
        int winners = 0;
        Parallel.For(0, 16, _ =>
        {
            try
            {
                using OwnedFd moved = file.Fd.Move();
                Interlocked.Increment(ref winners);
            }
            catch (ObjectDisposedException)
            {
                // Another one was first.
            }
        });
        Assert.Equal(1, winners);
        Assert.Equal(0, file.Open);
    }

    [Fact]
    public void A_duplicate_has_a_number_of_its_own_and_is_close_on_exec()
    {
        using var file = new TraceableFile();
        using OwnedFd copy = file.Fd.Duplicate().Value;
        Assert.NotEqual(file.Fd.Number, copy.Number);
        Assert.True(copy.CloseOnExec);
        Assert.Equal(2, file.Open);
    }

    [Fact]
    public void The_blocking_mode_is_shared_by_all_who_hold_the_description()
    {
        using var file = new TraceableFile();
        using OwnedFd copy = file.Fd.Duplicate().Value;
        Assert.False(copy.NonBlocking);
        file.Fd.NonBlocking = true;
        Assert.True(copy.NonBlocking);
        copy.NonBlocking = false;
        Assert.False(file.Fd.NonBlocking);
    }

    [Fact]
    public void A_descriptor_says_what_it_is()
    {
        using var file = new TraceableFile();
        Assert.StartsWith("/memfd:traced-", file.Fd.Describe(), StringComparison.Ordinal);
        (UnixChannel a, UnixChannel b) = UnixChannel.Pair();
        using UnixChannel first = a, second = b;
        Assert.Matches(@"^socket:\[\d+\]$", a.Fd.Describe());
        file.Fd.Dispose();
        Assert.Equal("closed", file.Fd.Describe());
    }

    [Fact]
    public void Looking_at_a_descriptor_tells_kinds_and_families_apart()
    {
        using var file = new TraceableFile();
        Assert.Equal((FileKind.Regular, false), Look(file.Fd));
        (OwnedFd reading, OwnedFd writing) = Pipes.Make();
        using (reading)
        using (writing)
            Assert.Equal((FileKind.Pipe, false), Look(reading));
        (UnixChannel a, UnixChannel b) = UnixChannel.Pair();
        using UnixChannel first = a, second = b;
        Assert.Equal((FileKind.Socket, true), Look(a.Fd));
        using var tcp = OwnedFd.Adopt(Libc.Socket(Libc.FamilyInet, Libc.SocketStream, 0));
        Assert.Equal((FileKind.Socket, false), Look(tcp));
        using var zero = OwnedFd.Adopt(Libc.Open("/dev/zero", 0, 0));
        Assert.Equal((FileKind.CharacterDevice, false), Look(zero));
        using var folder = OwnedFd.Adopt(Libc.Open("/", 0, 0));
        Assert.Equal((FileKind.Directory, false), Look(folder));
        using var counter = OwnedFd.Adopt(Libc.EventDescriptor(0, 0));
        Assert.Equal((FileKind.Other, false), Look(counter));
    }

    [Fact]
    public void There_is_no_descriptor_with_a_negative_number() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OwnedFd.Adopt(-1));

    [Fact]
    public void A_number_that_is_not_open_gives_an_error_of_the_system()
    {
        // Nobody has so many open, so it is nobody else's number.
        using OwnedFd nothing = OwnedFd.Adopt(int.MaxValue);
        Assert.Equal(Errors.SystemCall, nothing.Duplicate().Error?.Rule);
        Assert.Equal("cannot look at a descriptor: Bad file descriptor", nothing.Inspect().Error?.Detail);
    }

    private static (FileKind Kind, bool IsUnix) Look(OwnedFd fd)
    {
        DescriptorInfo info = fd.Inspect().Value;
        return (info.Kind, info.IsUnixSocket);
    }
}
