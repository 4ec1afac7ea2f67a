using System.Text.Json;
using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.Demo;

/// <summary>Deploys as an agent does: asks, and waits with get_sandbox until the newest revision is ready or failed.</summary>
internal static class Deploy
{
    private const int MaxWaits = 20;

    public static async Task<ToolAnswer> RunAsync(
        DemoContext demo, IReadOnlyDictionary<string, string>? environment, Action<string> progress, CancellationToken cancellationToken)
    {
        var answer = await demo.Agent.CallAsync(
            ToolNames.DeployFork,
            new() { ["sandbox"] = DemoContext.Sandbox, ["worktree"] = demo.Place.Tree, ["env"] = environment },
            progress,
            cancellationToken);
        for (var wait = 0; answer["phase"] == "progressing" && wait < MaxWaits; wait++)
        {
            answer = await demo.Agent.CallAsync(
                ToolNames.GetSandbox, new() { ["sandbox"] = DemoContext.Sandbox, ["wait_seconds"] = 25 }, progress, cancellationToken);
        }

        return answer;
    }

    /// <summary>Deploys and demands that a revision of payments, and nothing else, serves now.</summary>
    public static async Task<ToolAnswer> ReadyAsync(DemoContext demo, int revision, string claim, Action<string> progress, CancellationToken cancellationToken)
    {
        var answer = (await RunAsync(demo, environment: null, progress, cancellationToken)).Succeeded(claim);
        var forks = answer.List("forks");
        var observed = string.Join(", ", forks.Select(fork =>
            $"{ToolAnswer.TextOf(fork, "service")} r{ToolAnswer.TextOf(fork, "revision")} {ToolAnswer.TextOf(fork, "phase")}, serving r{ToolAnswer.TextOf(fork, "serving_revision") ?? "-"}"));
        return forks is [var only] && Is(only, "service", "payments") && Is(only, "phase", "ready") && Is(only, "serving_revision", $"{revision}")
            ? answer
            : throw new DemoFailure(claim, $"exactly one fork: payments r{revision}, ready", observed, answer.Text.Split('\n'));
    }

    private static bool Is(JsonElement fork, string member, string value) => ToolAnswer.TextOf(fork, member) == value;
}
