using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Protocol.Arguments;

/// <summary>Finds the known argument that somebody most likely meant: waitSeconds, wait-seconds and wait_seconds are the same mistake.</summary>
internal static class NearestArgument
{
    private const int MaxLength = 64;

    /// <summary>The nearest known name, or null when none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var byPlainName = known.Order(StringComparer.Ordinal).GroupBy(Plain).ToDictionary(group => group.Key, group => group.First());
        return NearestName.Find(Plain(name), byPlainName.Keys) is { } found ? byPlainName[found] : null;
    }

    private static string Plain(string name) =>
        new(name.Take(MaxLength).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray());
}
