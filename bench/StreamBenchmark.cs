using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Stream.Live;

namespace LocalMig.Bench;

/// <summary>How fast a stream of many pages is followed while it arrives, beside a loop that only reads, from a socket and from a pipe;
/// and what memory that takes. Rounds take turns. The stream comes from a process of its own, through the writers.</summary>
internal static class StreamBenchmark
{
    private const int PageSize = 4096;
    private const int PagesPerPart = 4096;
    private const long BlockSize = 1L << 30;
    private const int MostPrivate = 64;

    public static int Run(string[] arguments)
    {
        double gibibytes = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 4;
        int rounds = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 5;
        long pages = (long)(gibibytes * (1L << 30)) / PageSize;
        using var memory = new PrivateMemory();
        Console.WriteLine($"{pages} pages, {rounds} rounds, buffers of {ChannelWriter.DefaultBufferSize} bytes; medians");
        Console.WriteLine($"{"",-8}{"read, GiB/s",14}{"followed",12}{"ratio",10}");
        bool held = true;
        foreach (bool pipe in (bool[])[false, true])
        {
            var read = new List<double>();
            var followed = new List<double>();
            for (int i = 0; i < rounds; i++)
            {
                read.Add(Measure(pipe, pages, Read));
                followed.Add(Measure(pipe, pages, Follow));
            }

            double ratio = Median(read.Zip(followed, static (alone, with) => alone / with));
            Console.WriteLine($"{(pipe ? "pipe" : "socket"),-8}{gibibytes / Median(read),14:f2}{gibibytes / Median(followed),12:f2}{ratio,10:f3}");
            held &= ratio >= 0.8;
        }

        Console.WriteLine($"private memory at most {memory.Most} MiB here");
        return held && memory.Most <= MostPrivate ? 0 : 1;
    }

    /// <summary>Writes the stream to a descriptor that this process was started with, and tells its private memory.</summary>
    public static int Write(string[] arguments)
    {
        using Transport channel = ChannelSockets.Connect(MigrationUri.Parse(arguments[0]).Value, Deadline.After(TimeSpan.FromSeconds(120))).Value;
        long pages = long.Parse(arguments[1], CultureInfo.InvariantCulture);
        using var memory = new PrivateMemory();
        using var output = new ChannelWriter(channel);
        var writer = new ElementWriter(output);
        writer.Header();
        writer.Configuration("none");
        var ram = new RamWriter(writer.Output, new RamForm());
        var block = new RamBlock("pc.ram", BlockSize);
        writer.SectionStart(new StreamSection(1, "ram", 0, RamReader.Version));
        ram.Blocks([block]);
        ram.EndOfPart();
        writer.Footer(1);
        byte[] page = new byte[PageSize];
        new Random(1).NextBytes(page);
        for (long i = 0; i < pages; i++)
        {
            if (i % PagesPerPart == 0)
                writer.SectionPart(1);
            ram.Page(block, (ulong)(i * PageSize % BlockSize), page);
            if (i % PagesPerPart == PagesPerPart - 1 || i == pages - 1)
            {
                ram.EndOfPart();
                writer.Footer(1);
            }
        }

        writer.End();
        output.Flush();
        if (memory.Most > MostPrivate)
            Console.Error.WriteLine($"the writer took {memory.Most} MiB of private memory");
        return output.Error is null && memory.Most <= MostPrivate ? 0 : 1;
    }

    private static double Measure(bool pipe, long pages, Func<Transport, (long Pages, double Seconds)> consume)
    {
        string folder = Directory.CreateTempSubdirectory("localmig-bench").FullName;
        try
        {
            string path = Path.Combine(folder, "s");
            using UnixListener? listener = pipe ? null : UnixListener.Bind(path).Value;
            var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = pipe };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
                start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "LocalMig.Bench.dll"));
            foreach (string argument in (string[])["stream-writer", pipe ? "fd:1" : $"unix:{path}", pages.ToString(CultureInfo.InvariantCulture)])
                start.ArgumentList.Add(argument);
            using var writer = Process.Start(start)!;
            using Transport channel = pipe ? OfPipe(writer) : listener!.Accept(Deadline.After(TimeSpan.FromSeconds(120))).Value;
            (long seen, double seconds) = consume(channel);
            writer.WaitForExit();
            if (writer.ExitCode != 0 || seen < pages)
                throw new InvalidOperationException($"{seen} of {pages} pages arrived");
            return seconds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The clock starts with the first byte: how long the writer took to start is nobody's concern.
    private static (long Pages, double Seconds) Read(Transport channel)
    {
        using var arrived = new DescriptorQueue();
        byte[] buffer = new byte[ChannelWriter.DefaultBufferSize];
        long bytes = channel.Receive(buffer, arrived, Deadline.Never).Value;
        long start = Stopwatch.GetTimestamp();
        while (channel.Receive(buffer, arrived, Deadline.Never).Value is > 0 and int count)
            bytes += count;
        return (bytes / PageSize, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static (long Pages, double Seconds) Follow(Transport channel)
    {
        using var reader = new ChannelReader(channel);
        var pages = new CountedPages();
        var walk = new LiveWalk(reader, pages);
        _ = reader.PeekByte();
        long start = Stopwatch.GetTimestamp();
        while (walk.Read().Value is LiveElement element)
            element.Dispose();
        return (pages.Count, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static Transport OfPipe(Process writer)
    {
        var stream = (PipeStream)writer.StandardOutput.BaseStream;
        OwnedFd pipe = OwnedFd.DuplicateOf((int)stream.SafePipeHandle.DangerousGetHandle()).Value;
        return ByteTransport.Adopt(pipe, "pipe").Value;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    private sealed class CountedPages : RamSink
    {
        public long Count { get; private set; }

        public override void Page(RamBlock block, ulong address, ReadOnlySpan<byte> bytes, long offset) => Count++;
    }

    // Looks every few milliseconds how much memory this process has for itself alone.
    private sealed class PrivateMemory : IDisposable
    {
        private readonly Timer _timer;
        private long _most;

        public PrivateMemory() => _timer = new Timer(_ => Look(), null, 0, 20);

        /// <summary>The most so far, in MiB.</summary>
        public long Most
        {
            get
            {
                Look();
                return Interlocked.Read(ref _most) >> 10;
            }
        }

        public void Dispose() => _timer.Dispose();

        private void Look()
        {
            string line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
            long kibibytes = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            long before;
            while ((before = Interlocked.Read(ref _most)) < kibibytes && Interlocked.CompareExchange(ref _most, kibibytes, before) != before)
            {
            }
        }
    }
}
