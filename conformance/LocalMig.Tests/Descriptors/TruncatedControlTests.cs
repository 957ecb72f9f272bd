using LocalMig.Descriptors;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Tests.Descriptors;

public class TruncatedControlTests
{
    // More numbers than this are not worth filling.
    private const int Most = 1 << 21;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(100, 253)]
    public void Without_a_free_number_for_each_descriptor_all_are_closed_and_it_is_an_error(int free, int sent)
    {
        string? skip = null;
        OnThreadWithItsOwnDescriptors(() => skip = Receive(free, sent));
        Assert.SkipWhen(skip is not null, skip ?? "");
    }

    private static string? Receive(int free, int sent)
    {
        using var file = new TraceableFile();
        (UnixChannel first, UnixChannel second) = UnixChannel.Pair();
        using UnixChannel source = first, target = second;
        using var queue = new DescriptorQueue();
        Assert.Null(source.Send("ab"u8, Soon.Deadline));
        Assert.Null(source.Send(" "u8, [.. Enumerable.Repeat(file.Fd, sent)], Soon.Deadline));

        var filler = new Stack<OwnedFd>();
        try
        {
            while (file.Fd.Duplicate().TryGet(out OwnedFd? copy, out _))
            {
                filler.Push(copy);
                if (filler.Count > Most)
                    return "the limit of open files is too high to be reached";
            }

            for (int i = 0; i < free; i++)
                filler.Pop().Dispose();
            byte[] buffer = new byte[64];
            ParseError? error = target.Receive(buffer, queue, Deadline.Now).Error;
            Assert.Equal((Errors.ControlTruncated, 2L), (error?.Rule, error?.Offset));
            Assert.StartsWith($"unix:pair: {free} descriptors arrived", error?.Detail, StringComparison.Ordinal);
            Assert.Equal(0, queue.Count);

            // What the error closed is free again: exactly so many fit, and not one more.
            for (int i = 0; i < free; i++)
                filler.Push(file.Fd.Duplicate().Value);
            Assert.False(file.Fd.Duplicate().IsOk);
        }
        finally
        {
            foreach (OwnedFd copy in filler)
                copy.Dispose();
        }

        return null;
    }

    // A limit holds for the whole process, but a thread may have a table of descriptors of its own: it fills nobody else's.
    private static void OnThreadWithItsOwnDescriptors(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Assert.Equal(0, Libc.Unshare(Libc.ShareFiles));
                action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw new InvalidOperationException("on the thread", failure);
    }
}
