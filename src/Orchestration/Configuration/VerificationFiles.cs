namespace AgentSandbox.Orchestration.Configuration;

/// <summary>Files of a tree that say how a change is checked, and of which no service is built: plans and recordings.</summary>
internal static class VerificationFiles
{
    private static readonly string[] s_plans = [".yaml", ".yml"];
    private const string Recording = ".har";

    /// <summary>True for a plan of the plans folder and for a recording, unless a service has its source there.</summary>
    /// <param name="file">Its path from the top of the tree, with slashes.</param>
    /// <param name="configuration">Names the folders.</param>
    public static bool Contain(string file, SandboxConfiguration configuration)
    {
        var isPlan = s_plans.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && IsBelow(file, configuration.Plans);
        return (isPlan || file.EndsWith(Recording, StringComparison.OrdinalIgnoreCase))
            && !configuration.Services.Values.Any(service => service.Source is { } source && Normal(source).Length > 0 && IsBelow(file, source));
    }

    private static bool IsBelow(string file, string folder) => file.StartsWith(Normal(folder) + "/", StringComparison.Ordinal);

    private static string Normal(string folder)
    {
        var trimmed = folder.Trim('/');
        while (trimmed.StartsWith("./", StringComparison.Ordinal))
        {
            trimmed = trimmed[2..].TrimStart('/');
        }

        return trimmed == "." ? string.Empty : trimmed;
    }
}
