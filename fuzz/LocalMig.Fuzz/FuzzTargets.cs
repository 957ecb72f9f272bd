namespace LocalMig.Fuzz;

/// <summary>All targets, found by reflection.</summary>
public static class FuzzTargets
{
    /// <summary>Fresh instances, by name.</summary>
    public static IReadOnlyList<FuzzTarget> All() =>
        [.. typeof(FuzzTargets).Assembly.GetTypes()
            .Where(static type => type is { IsAbstract: false, IsClass: true } && type.IsSubclassOf(typeof(FuzzTarget)))
            .Select(static type => (FuzzTarget)Activator.CreateInstance(type)!)
            .OrderBy(static target => target.Name, StringComparer.Ordinal)];

    /// <summary>A fresh instance of the target of that name, or null.</summary>
    public static FuzzTarget? Find(string name) => All().FirstOrDefault(target => target.Name == name);
}
