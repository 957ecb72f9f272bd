using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LocalMig.Descriptors;
using LocalMig.Devices;

namespace LocalMig.Bench;

/// <summary>The rate of passing one descriptor per message, beside a C program's that makes the same system calls. Short rounds take
/// turns, so that whatever else the machine does falls on both; medians are compared.</summary>
internal static partial class ScmBenchmark
{
    public static int Run(string[] arguments)
    {
        int rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 300;
        int count = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 5_000;
        string folder = Directory.CreateTempSubdirectory("localmig-bench").FullName;
        try
        {
            string program = Path.Combine(folder, "scm_rights");
            string source = Path.Combine(AppContext.BaseDirectory, "scm_rights.c");
            using (Process compiler = Process.Start("cc", ["-O2", "-o", program, source]))
            {
                compiler.WaitForExit();
                if (compiler.ExitCode != 0)
                    return 3;
            }

            return Measure(program, rounds, count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Measure(string program, int rounds, int count)
    {
        // Processors differ for minutes on a machine that is somebody's guest. The program inherits the choice.
        if (OperatingSystem.IsLinux())
        {
            using var self = Process.GetCurrentProcess();
            long allowed = self.ProcessorAffinity;
            self.ProcessorAffinity = (nint)(allowed & -allowed);
        }

        using var yardstick = Process.Start(new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using MemfdBackend file = MemfdBackend.Create("scm", 0).Value;
        (UnixChannel a, UnixChannel b) = UnixChannel.Pair();
        using UnixChannel left = a, right = b;

        // The runtime compiles hot code again after a while: what is measured is what runs after that.
        for (int i = 0; i < 40; i++)
        {
            _ = Ours(left, right, file.Descriptors[0], count);
            _ = OurFields(left, right, file.Descriptors[0], count);
            _ = Theirs(yardstick, count);
        }

        var theirs = new List<Sample>();
        var ours = new List<Sample>();
        var fields = new List<Sample>();
        for (int i = 0; i < rounds; i++)
        {
            theirs.Add(Theirs(yardstick, count));
            ours.Add(Ours(left, right, file.Descriptors[0], count));
            fields.Add(OurFields(left, right, file.Descriptors[0], count));
        }

        yardstick.StandardInput.Close();
        yardstick.WaitForExit();
        Console.WriteLine($"{rounds} rounds of {count} descriptors, one per message: sendmsg, recvmsg, close; medians");
        Console.WriteLine($"{"",-28}{"per second",12}{"ns of time",12}{"ns of CPU",12}{"rate / C's",12}{"by CPU",10}");
        Print("C", theirs, theirs, count);
        Print("UnixChannel", ours, theirs, count);
        Print("ChannelWriter/ChannelReader", fields, theirs, count);
        return 0;
    }

    // The ratios are those of neighbouring rounds: what the machine does beside this changes slower than rounds take turns.
    private static void Print(string name, List<Sample> samples, List<Sample> yardstick, int count)
    {
        double wall = Figures.Median(samples.Select(s => s.Wall)) / count;
        double cpu = Figures.Median(samples.Select(s => s.Cpu)) / count;
        double wallRatio = Figures.Median(samples.Zip(yardstick, (ours, theirs) => theirs.Wall / ours.Wall));
        double cpuRatio = Figures.Median(samples.Zip(yardstick, (ours, theirs) => theirs.Cpu / ours.Cpu));
        Console.WriteLine($"{name,-28}{1e9 / wall,12:f0}{wall,12:f0}{cpu,12:f0}{wallRatio,12:f3}{cpuRatio,10:f3}");
    }

    private static Sample Theirs(Process program, int count)
    {
        program.StandardInput.WriteLine(count);
        program.StandardInput.Flush();
        string[] answer = program.StandardOutput.ReadLine()!.Split(' ');
        return new Sample(double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    private static Sample Ours(UnixChannel left, UnixChannel right, OwnedFd fd, int count)
    {
        using var queue = new DescriptorQueue();
        Span<byte> buffer = stackalloc byte[64];
        double cpu = CpuTime();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            if (left.Send([DescriptorField.ServiceByte], [fd], Deadline.Never) is { } unsent)
                throw new InvalidOperationException(unsent.ToString());
            if (!right.Receive(buffer, queue, Deadline.Never).IsOk)
                throw new InvalidOperationException("nothing arrived");
            queue.Take()!.Dispose();
        }

        return new Sample(Stopwatch.GetElapsedTime(start).TotalNanoseconds, CpuTime() - cpu);
    }

    private static Sample OurFields(UnixChannel left, UnixChannel right, OwnedFd fd, int count)
    {
        using var writer = new ChannelWriter(left);
        using var reader = new ChannelReader(right);
        double cpu = CpuTime();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            writer.WriteDescriptor(fd);
            reader.ReadDescriptor()!.Dispose();
        }

        return new Sample(Stopwatch.GetElapsedTime(start).TotalNanoseconds, CpuTime() - cpu);
    }

    // Of all threads of the process: what collecting garbage costs counts too.
    private static double CpuTime()
    {
        const int ProcessCpuTime = 2;
        _ = ClockGetTime(ProcessCpuTime, out TimeSpec time);
        return (time.Seconds * 1e9) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    private sealed record Sample(double Wall, double Cpu);
}
