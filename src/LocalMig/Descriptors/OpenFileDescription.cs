using System.Globalization;
using LocalMig.Native;

namespace LocalMig.Descriptors;

/// <summary>Whether two descriptors are the same open file description.</summary>
public enum Sameness
{
    /// <summary>They are: what one does, the other notices.</summary>
    Same,

    /// <summary>They are not.</summary>
    Different,

    /// <summary>Nothing that we may do here tells.</summary>
    Unknown,
}

/// <summary>Compares what descriptors refer to: the open file description, which is more than the file behind it. Passing a descriptor
/// keeps it (specification, section 5); opening the file again makes another one.</summary>
public static class OpenFileDescription
{
    // A signal number that nobody uses, for the fallback. It is never sent: the description is not in asynchronous mode.
    private const int ProbeSignal = 40;

    /// <summary>Compares two descriptors of this process.</summary>
    public static Sameness Compare(OwnedFd a, OwnedFd b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Sameness answer = ByKernel(Environment.ProcessId, a.Number, Environment.ProcessId, b.Number);
        if (answer == Sameness.Unknown)
            answer = ByProc("self", a.Number, "self", b.Number);
        return answer == Sameness.Unknown ? ByProbe(a, b) : answer;
    }

    /// <summary>Compares descriptors of two processes, which this one must be allowed to trace.</summary>
    /// <param name="pidA">The process of the first.</param>
    /// <param name="fdA">Its number there.</param>
    /// <param name="pidB">The process of the second; may be the same.</param>
    /// <param name="fdB">Its number there.</param>
    public static Sameness Compare(int pidA, int fdA, int pidB, int fdB)
    {
        Sameness answer = ByKernel(pidA, fdA, pidB, fdB);
        return answer == Sameness.Unknown ? ByProc(Name(pidA), fdA, Name(pidB), fdB) : answer;
    }

    /// <summary>kcmp(2): the answer, where the kernel has it and lets us.</summary>
    internal static Sameness ByKernel(int pidA, int fdA, int pidB, int fdB)
    {
        long number = Libc.SystemCallCompare;
        if (number < 0)
            return Sameness.Unknown;
        return Libc.SystemCall(number, pidA, pidB, Libc.CompareFile, fdA, fdB) switch
        {
            0 => Sameness.Same,
            > 0 => Sameness.Different,
            _ => Sameness.Unknown,
        };
    }

    /// <summary>What /proc shows. Another file is another description. A socket or an eventfd has one description only, so there the
    /// same file is the same description; elsewhere the status flags and the position may still tell two apart.</summary>
    internal static Sameness ByProc(string processA, int fdA, string processB, int fdB)
    {
        string a = DescriptorText.Link(processA, fdA);
        string b = DescriptorText.Link(processB, fdB);
        if (a is "closed" || b is "closed")
            return Sameness.Unknown;
        if (!string.Equals(a, b, StringComparison.Ordinal))
            return Sameness.Different;
        if (a.StartsWith("socket:[", StringComparison.Ordinal))
            return Sameness.Same;
        foreach (string name in (string[])["flags:", "ino:", "eventfd-id:", "iff:", "pos:"])
        {
            string? fieldA = DescriptorText.Field(processA, fdA, name);
            string? fieldB = DescriptorText.Field(processB, fdB, name);
            bool same = string.Equals(fieldA, fieldB, StringComparison.Ordinal);
            if (name == "flags:")
                same = SameFlags(fieldA, fieldB);
            if (!same)
                return Sameness.Different;
            if (name == "eventfd-id:" && fieldA is not null)
                return Sameness.Same;
        }

        return Sameness.Unknown;
    }

    /// <summary>Changes something on one that belongs to the description and looks for it on the other: the number of the signal that
    /// asynchronous input would send, which means nothing while nobody asked for such signals.</summary>
    internal static Sameness ByProbe(OwnedFd a, OwnedFd b)
    {
        int before = Libc.Fcntl(a, Libc.FcntlGetSignal, 0);
        int other = Libc.Fcntl(b, Libc.FcntlGetSignal, 0);
        if (before < 0 || other < 0)
            return Sameness.Unknown;
        if (before != other)
            return Sameness.Different;
        int probe = before == ProbeSignal ? ProbeSignal + 1 : ProbeSignal;
        if (Libc.Fcntl(a, Libc.FcntlSetSignal, probe) != 0)
            return Sameness.Unknown;
        bool seen = Libc.Fcntl(b, Libc.FcntlGetSignal, 0) == probe;
        _ = Libc.Fcntl(a, Libc.FcntlSetSignal, before);
        return seen ? Sameness.Same : Sameness.Different;
    }

    // Close-on-exec is shown among the flags, but belongs to the descriptor.
    private static bool SameFlags(string? a, string? b) =>
        a is null || b is null || (Octal(a) & ~Libc.OpenCloseOnExec) == (Octal(b) & ~Libc.OpenCloseOnExec);

    private static long Octal(string text)
    {
        long value = 0;
        foreach (char digit in text)
            value = (value * 8) + (digit - '0');
        return value;
    }

    private static string Name(int pid) => pid.ToString(CultureInfo.InvariantCulture);
}
