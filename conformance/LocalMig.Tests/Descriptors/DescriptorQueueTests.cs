using LocalMig.Descriptors;

namespace LocalMig.Tests.Descriptors;

public class DescriptorQueueTests
{
    [Fact]
    public void First_in_is_first_out_with_its_offset_also_when_it_grew_and_wrapped()
    {
        using var file = new TraceableFile();
        using var queue = new DescriptorQueue();
        var expected = new Queue<(int Number, long Offset)>();
        var random = new Random(5);
        for (int i = 0; i < 2000; i++)
        {
            if (random.Next(100) < 55)
            {
                OwnedFd copy = file.Fd.Duplicate().Value;
                expected.Enqueue((copy.Number, i));
                Assert.True(queue.Add(copy, i));
                Assert.True(copy.IsClosed);
            }
            else
            {
                using OwnedFd? taken = queue.Take(out long offset);
                Assert.Equal(expected.TryDequeue(out (int, long) next) ? next : (-1, -1), (taken?.Number ?? -1, offset));
            }

            Assert.Equal(expected.Count, queue.Count);
        }

        Assert.Equal(expected, queue.Unclaimed.Select(a => (a.Number, a.LastOffset)));
        Assert.Equal(1 + queue.Count, file.Open);
        queue.Clear();
        Assert.Equal(1, file.Open);
    }

    [Fact]
    public void A_full_queue_leaves_the_descriptor_with_its_owner()
    {
        using var file = new TraceableFile();
        using var queue = new DescriptorQueue(1);
        Assert.True(queue.Add(file.Fd.Duplicate().Value, 0));
        Assert.False(queue.Add(file.Fd, 1));
        Assert.False(file.Fd.IsClosed);
    }

    [Fact]
    public void Leftovers_are_closed_with_the_queue()
    {
        using var file = new TraceableFile();
        using (var queue = new DescriptorQueue())
        {
            Assert.True(queue.Add(file.Fd.Duplicate().Value, 0));
            Assert.Equal(2, file.Open);
        }

        Assert.Equal(1, file.Open);
    }

    [Fact]
    public void Leftovers_of_a_queue_that_was_forgotten_are_closed_when_it_is_collected()
    {
        using var file = new TraceableFile();
        Forget(file.Fd);
        for (int i = 0; i < 50 && file.Open > 1; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(1, file.Open);
    }

    private static void Forget(OwnedFd fd) => Assert.True(new DescriptorQueue().Add(fd.Duplicate().Value, 0));
}
