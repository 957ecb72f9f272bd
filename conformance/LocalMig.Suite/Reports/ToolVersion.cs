namespace LocalMig.Suite.Reports;

/// <summary>The version that reports name.</summary>
internal static class ToolVersion
{
    /// <summary>As the assembly has it.</summary>
    public static string Text { get; } = typeof(ToolVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
