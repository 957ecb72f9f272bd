using System.Diagnostics;
using System.Globalization;
using LocalMig.Machine;
using LocalMig.Qmp;

namespace LocalMig.Bench;

/// <summary>How often a second the reference answers query-status, beside a real QEMU, asked by the same program in C: one at a time,
/// and with many questions under way. Short rounds take turns.</summary>
internal static class QmpBenchmark
{
    // One that is no slower than QEMU takes it, and so many questions that a round lasts long enough to be measured.
    private const int Window = 256;
    private const int FewQuestions = 400;
    private const int ManyQuestions = 8000;

    public static int Run(string[] arguments)
    {
        if (arguments.Length == 0 || !File.Exists(arguments[0]))
        {
            Console.Error.WriteLine("which binary of QEMU?");
            return 2;
        }

        int rounds = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 60;
        string folder = Directory.CreateTempSubdirectory("localmig-bench").FullName;
        try
        {
            string program = Path.Combine(folder, "qmp_rate");
            using (Process compiler = Process.Start("cc", ["-O2", "-o", program, Path.Combine(AppContext.BaseDirectory, "qmp_rate.c")]))
            {
                compiler.WaitForExit();
                if (compiler.ExitCode != 0)
                    return 3;
            }

            return Measure(program, arguments[0], folder, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Measure(string program, string binary, string folder, int rounds)
    {
        string theirSocket = Path.Combine(folder, "theirs");
        string ourSocket = Path.Combine(folder, "ours");
        using Process qemu = Process.Start(binary, ["-M", "none", "-display", "none", "-nodefaults", "-qmp", $"unix:{theirSocket},server=on,wait=off"]);
        try
        {
            for (int i = 0; i < 10_000 && !File.Exists(theirSocket); i++)
                Thread.Sleep(1);
            if (!VmServer.Start(new VmOptions(), ourSocket).TryGet(out VmServer? reference, out QmpError? refused))
                throw new InvalidOperationException(refused.Desc);
            using (reference)
            using (Client theirs = new(program, theirSocket))
            using (Client ours = new(program, ourSocket))
            {
                // The runtime compiles hot code again after a while: what is measured is what runs after that.
                for (int i = 0; i < 20; i++)
                {
                    ours.Ask(ManyQuestions, 1);
                    ours.Ask(ManyQuestions * 2, Window);
                }

                Console.WriteLine($"query-status, answers a second; medians of {rounds} rounds");
                Console.WriteLine($"{"",-16}{"QEMU",12}{"reference",12}{"reference / QEMU",20}{"bytes allocated",18}");
                Compare("one at a time", theirs, ours, rounds, 1);
                Compare($"{Window} under way", theirs, ours, rounds, Window);
            }
        }
        finally
        {
            qemu.Kill();
            qemu.WaitForExit();
        }

        return 0;
    }

    private static void Compare(string name, Client theirs, Client ours, int rounds, int window)
    {
        var their = new double[rounds];
        var our = new double[rounds];
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < rounds; i++)
        {
            their[i] = theirs.Ask(FewQuestions, window) / FewQuestions;
            our[i] = ours.Ask(ManyQuestions, window) / ManyQuestions;
        }

        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        double ratio = Figures.Median(their.Zip(our, static (t, o) => t / o));
        Console.WriteLine($"{name,-16}{1e9 / Figures.Median(their),12:f0}{1e9 / Figures.Median(our),12:f0}{ratio,20:f1}{allocated / ((double)rounds * ManyQuestions),18:f0}");
    }

    /// <summary>The program that asks, on one connection.</summary>
    private sealed class Client : IDisposable
    {
        private readonly Process _process;

        public Client(string program, string socket) => _process = Process.Start(
            new ProcessStartInfo(program, [socket]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;

        /// <summary>Nanoseconds for so many answers.</summary>
        public double Ask(int count, int window)
        {
            _process.StandardInput.WriteLine($"{count} {window}");
            _process.StandardInput.Flush();
            string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the client ended");
            return double.Parse(answer, CultureInfo.InvariantCulture);
        }

        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
