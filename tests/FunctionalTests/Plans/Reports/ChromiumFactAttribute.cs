namespace AgentSandbox.FunctionalTests.Plans.Reports;

/// <summary>A test that needs a browser; skipped, saying so, on a machine without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    public ChromiumFactAttribute()
    {
        if (Program is null)
        {
            Skip = "No Chromium is on the PATH (Debian: apt-get install chromium).";
        }
    }

    /// <summary>The browser; null where there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(directory => s_names.Select(name => Path.Combine(directory, name)))
        .FirstOrDefault(File.Exists);
}
