namespace AgentSandbox.Router.FunctionalTests.Support;

/// <summary>A test that needs Node and npm; skipped, with the reason, where they are missing.</summary>
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        var missing = new[] { "node", "npm" }.Where(command => !IsOnPath(command)).ToArray();
        if (missing.Length > 0)
        {
            Skip = $"{string.Join(" and ", missing)} not found on PATH; install Node.js to run the gRPC tests.";
        }
    }

    private static bool IsOnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, command)) || File.Exists(Path.Combine(folder, command + ".cmd")));
}
