using System.Reflection;

namespace LocalMig.Fuzz.Engine;

/// <summary>How many descriptors this process holds.</summary>
internal static class OpenDescriptors
{
    /// <summary>Counts them; the one that the count itself needs is left out.</summary>
    public static int Count() => Directory.GetFileSystemEntries("/proc/self/fd").Length - 1;

    /// <summary>Loads every assembly that may be needed: the runtime keeps two descriptors for each, and one that an input needs first
    /// would look like a leak.</summary>
    public static void Settle()
    {
        Queue<Assembly> parts = new(AppDomain.CurrentDomain.GetAssemblies());
        HashSet<string> known = new(parts.Select(static part => part.FullName!), StringComparer.Ordinal);
        while (parts.TryDequeue(out Assembly? part))
        {
            foreach (AssemblyName name in part.GetReferencedAssemblies().Where(name => known.Add(name.FullName)))
            {
                try
                {
                    parts.Enqueue(Assembly.Load(name));
                }
                catch (FileNotFoundException)
                {
                    // Nothing that runs here needs it, then.
                }
            }
        }

        // The runtime itself asks for what tells the lines of a stack, and no assembly refers to that.
        try
        {
            throw new OracleException("nothing", "");
        }
        catch (OracleException e)
        {
            _ = e.ToString();
        }
    }
}
