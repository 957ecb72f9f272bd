using System.Diagnostics;
using System.Globalization;
using LocalMig.Descriptors;
using LocalMig.Devices;

namespace LocalMig.Bench;

/// <summary>Passes very many descriptors in every way the library has and counts what is left open. Each run is a process of its
/// own with the runtime's default settings.</summary>
internal static class Soak
{
    private const string Inner = "--one-run";
    private const int LargeMessage = 253;

    public static int Run(string[] arguments)
    {
        if (arguments is [Inner, string inner])
            return OneRun(int.Parse(inner, CultureInfo.InvariantCulture));
        int count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000_000;
        int runs = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 10;
        int bad = 0;
        for (int run = 1; run <= runs; run++)
        {
            using Process child = Process.Start(Environment.ProcessPath!, ChildArguments(count));
            child.WaitForExit();
            Console.WriteLine($"run {run} of {runs}: exit code {child.ExitCode}");
            bad += child.ExitCode == 0 ? 0 : 1;
        }

        Console.WriteLine($"{runs - bad} of {runs} runs passed {count} descriptors each without a crash or a leak");
        return bad == 0 ? 0 : 1;
    }

    private static int OneRun(int count)
    {
        // Once in every way before the first count, so that what the runtime itself opens once is open.
        _ = PassAll(LargeMessage * 8);
        int before = OpenDescriptors();
        var clock = Stopwatch.StartNew();
        long passed = PassAll(count);
        int after = OpenDescriptors();
        Console.WriteLine($"passed {passed} descriptors in {clock.Elapsed.TotalSeconds:f1} s; open before {before}, after {after}");
        return passed == count && before == after ? 0 : 1;
    }

    // One long method on purpose: loops that the runtime replaces while they run, beside code that it compiles again in the background.
    private static long PassAll(int count)
    {
        using MemfdBackend file = MemfdBackend.Create("soak", 0).Value;
        OwnedFd fd = file.Descriptors[0];
        (UnixChannel a, UnixChannel b) = UnixChannel.Pair();
        using UnixChannel left = a, right = b;
        using var queue = new DescriptorQueue();
        byte[] buffer = new byte[64];
        OwnedFd[] many = [.. Enumerable.Repeat(fd, LargeMessage)];
        long passed = 0;

        for (int i = 0; i < count / 2; i++)
        {
            Require(left.Send([DescriptorField.ServiceByte], [fd], Deadline.Never) is null);
            Require(right.Receive(buffer, queue, Deadline.Never).Value == 1);
            using OwnedFd? arrived = queue.Take();
            Require(arrived is not null);
            passed++;
        }

        for (; passed < count * 3L / 4; passed += LargeMessage)
        {
            Require(left.Send(" "u8, many, Deadline.Never) is null);
            Require(right.Receive(buffer, queue, Deadline.Never).Value == 1);
            Require(queue.Count == LargeMessage);
            queue.Clear();
        }

        return passed + Fields(left, right, fd, (int)(count - passed));
    }

    // Descriptor fields between plain bytes, written and read by two threads.
    private static int Fields(UnixChannel left, UnixChannel right, OwnedFd fd, int count)
    {
        var sender = new Thread(() =>
        {
            using var writer = new ChannelWriter(left);
            for (int i = 0; i < count; i++)
            {
                writer.WriteUInt64((ulong)i);
                writer.WriteDescriptor(fd);
            }

            Require(writer.Error is null);
        });
        sender.Start();
        using var reader = new ChannelReader(right);
        for (int i = 0; i < count; i++)
        {
            Require(reader.ReadUInt64() == (ulong)i);
            using OwnedFd? arrived = reader.ReadDescriptor();
            Require(arrived is not null);
        }

        sender.Join();
        return count;
    }

    private static int OpenDescriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    private static string[] ChildArguments(int count)
    {
        string number = count.ToString(CultureInfo.InvariantCulture);
        string[] own = ["soak", Inner, number];
        return Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(Soak).Assembly.Location, .. own]
            : own;
    }

    private static void Require(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException("a descriptor did not pass");
    }
}
