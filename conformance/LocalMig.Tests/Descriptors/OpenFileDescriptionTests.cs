using System.Globalization;
using LocalMig.Descriptors;
using LocalMig.Native;

namespace LocalMig.Tests.Descriptors;

public sealed class OpenFileDescriptionTests : IDisposable
{
    private readonly Dictionary<string, (OwnedFd Original, OwnedFd Duplicate, OwnedFd Other)> _kinds = [];

    public OpenFileDescriptionTests()
    {
        (UnixChannel a, UnixChannel b) = UnixChannel.Pair();
        Add("socket", a.Fd.Move(), b.Fd.Move());
        var memory = OwnedFd.Adopt(Libc.MemoryFile("same", 1));
        string link = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{memory.Number}");
        Add("reopened", memory, OwnedFd.Adopt(Libc.Open(link, Libc.OpenReadWrite | Libc.OpenCloseOnExec, 0)));
        Add("memory", OwnedFd.Adopt(Libc.MemoryFile("first", 1)), OwnedFd.Adopt(Libc.MemoryFile("second", 1)));
        Add("event", OwnedFd.Adopt(Libc.EventDescriptor(0, 0)), OwnedFd.Adopt(Libc.EventDescriptor(0, 0)));
        (OwnedFd reading, OwnedFd writing) = Pipes.Make();
        Add("pipe", reading, writing);
    }

    public static TheoryData<string> Kinds => ["socket", "reopened", "memory", "event", "pipe"];

    public void Dispose()
    {
        foreach ((OwnedFd original, OwnedFd duplicate, OwnedFd other) in _kinds.Values)
        {
            original.Dispose();
            duplicate.Dispose();
            other.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_duplicate_is_the_same_and_another_descriptor_is_not(string kind)
    {
        (OwnedFd original, OwnedFd duplicate, OwnedFd other) = _kinds[kind];
        Assert.Equal(Sameness.Same, OpenFileDescription.Compare(original, original));
        Assert.Equal(Sameness.Same, OpenFileDescription.Compare(original, duplicate));
        Assert.Equal(Sameness.Same, OpenFileDescription.Compare(duplicate, original));
        Assert.Equal(Sameness.Different, OpenFileDescription.Compare(original, other));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void So_it_is_across_processes(string kind)
    {
        (OwnedFd original, OwnedFd duplicate, OwnedFd other) = _kinds[kind];
        int self = Environment.ProcessId;
        Assert.Equal(Sameness.Same, OpenFileDescription.Compare(self, original.Number, self, duplicate.Number));
        Assert.Equal(Sameness.Different, OpenFileDescription.Compare(self, original.Number, self, other.Number));
        Assert.Equal(Sameness.Different, OpenFileDescription.Compare(self, original.Number, Environment.ProcessId, other.Number));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_the_kernels_answer_the_probe_gives_it_and_leaves_no_trace(string kind)
    {
        (OwnedFd original, OwnedFd duplicate, OwnedFd other) = _kinds[kind];
        Assert.Equal(Sameness.Same, OpenFileDescription.ByProbe(original, duplicate));
        Assert.Equal(Sameness.Different, OpenFileDescription.ByProbe(original, other));
        Assert.Equal(0, Libc.Fcntl(original, Libc.FcntlGetSignal, 0));
    }

    [Theory]
    [InlineData("socket", Sameness.Same, Sameness.Different)]
    [InlineData("event", Sameness.Same, Sameness.Different)]
    [InlineData("memory", Sameness.Unknown, Sameness.Different)]
    [InlineData("pipe", Sameness.Unknown, Sameness.Different)]
    [InlineData("reopened", Sameness.Unknown, Sameness.Unknown)]
    public void What_proc_shows_is_never_wrong_and_sometimes_not_enough(string kind, Sameness same, Sameness different)
    {
        (OwnedFd original, OwnedFd duplicate, OwnedFd other) = _kinds[kind];
        Assert.Equal(same, OpenFileDescription.ByProc("self", original.Number, "self", duplicate.Number));
        Assert.Equal(different, OpenFileDescription.ByProc("self", original.Number, "self", other.Number));
    }

    [Fact]
    public void A_position_that_differs_tells_two_openings_of_a_file_apart()
    {
        (OwnedFd original, _, OwnedFd other) = _kinds["reopened"];
        _ = Libc.Truncate(original, 100);
        _ = Libc.Seek(original, 10, 0);
        Assert.Equal(Sameness.Different, OpenFileDescription.ByProc("self", original.Number, "self", other.Number));
    }

    [Fact]
    public void Nothing_is_known_of_a_descriptor_that_is_not_there()
    {
        OwnedFd original = _kinds["memory"].Original;
        int self = Environment.ProcessId;
        Assert.Equal(Sameness.Unknown, OpenFileDescription.Compare(self, original.Number, self, 1 << 20));
        Assert.Equal(Sameness.Unknown, OpenFileDescription.Compare(self, original.Number, int.MaxValue, 0));
    }

    private void Add(string kind, OwnedFd original, OwnedFd other) => _kinds[kind] = (original, original.Duplicate().Value, other);
}
