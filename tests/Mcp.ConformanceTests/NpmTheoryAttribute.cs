namespace AgentSandbox.Mcp.ConformanceTests;

/// <summary>A theory that needs npm; skipped, saying so, on a machine without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmTheoryAttribute : TheoryAttribute
{
    public NpmTheoryAttribute()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!path.Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, "npm"))))
        {
            Skip = "npm is not on the PATH; './test.sh' installs it (Debian: apt-get install npm).";
        }
    }
}
