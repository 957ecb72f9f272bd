namespace LocalMig.Stream.Compare;

/// <summary>What the configuration tells: machine, capabilities, page size.</summary>
internal static class MachineDifferences
{
    public static void Find(ComparedSide a, ComparedSide b, DifferenceList found)
    {
        if (a.Machine is string && b.Machine is string && !string.Equals(a.Machine, b.Machine, StringComparison.Ordinal))
        {
            found.Add(
                DifferenceKind.Machine, "configuration.name", a.Machine, b.Machine, static machine => machine, static (source, destination) =>
                    new Effect(Outcome.Breaks, "the destination is another machine", $"Machine type received is '{source}' and local is '{destination}'"));
        }

        if (a.Capabilities is not null && b.Capabilities is not null)
        {
            foreach (string capability in a.Capabilities.Union(b.Capabilities, StringComparer.Ordinal))
            {
                bool inA = a.Capabilities.Contains(capability, StringComparer.Ordinal);
                if (inA != b.Capabilities.Contains(capability, StringComparer.Ordinal))
                    found.Add(DifferenceKind.Capability, $"configuration/capabilities.{capability}", inA ? "on" : "off", inA ? "off" : "on", new Effect(Outcome.Breaks, "both sides must have it alike"));
            }
        }

        if (a.PageSize != b.PageSize)
            found.Add(DifferenceKind.PageSize, "page_size", a.PageSize, b.PageSize, static size => $"{size}", static (_, _) => new Effect(Outcome.Breaks, "pages of the guest have another size"));
    }
}
