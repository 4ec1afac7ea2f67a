namespace AgentSandbox.FunctionalTests.Verification;

/// <summary>A test that needs Node; skipped, with the reason, where it is missing.</summary>
internal sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute()
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, "node")) || File.Exists(Path.Combine(folder, "node.exe")));
        if (!isThere)
        {
            Skip = "node not found on PATH; install Node.js 18 or newer to check propagation through a Node service.";
        }
    }
}
