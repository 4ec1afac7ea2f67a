using AgentSandbox.Orchestration.Engines.Kubernetes.Operating;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>The right to read what routers recorded, as the status of a sandbox gives it to whoever may read the sandbox.</summary>
internal static class SandboxHopTokens
{
    /// <summary>A run's key has the right of its sandbox, a group's has its own.</summary>
    public static Func<RoutingKey, CancellationToken, Task<Result<string>>> Of(KubernetesSandboxStore store, KubernetesRouteGroups groups, RunKeys runs) => (key, _) =>
    {
        var sandbox = runs.Live.FirstOrDefault(run => run.Key == key)?.Sandbox ?? new SandboxId(key.Value);
        var token = store.Resource(sandbox) is { } resource ? HopTokens.Of(resource) : groups.HopTokenOf(sandbox);
        return Task.FromResult<Result<string>>(token is not null ? token : new SandboxFailure
        {
            Code = FailureCodes.Unproven,
            Category = FailureCategory.Environment,
            Message = $"The operator has not given out the right to read what routers recorded of '{sandbox}'.",
            Hint = "Look whether the operator runs: 'kubectl get pods -A -l agentsandbox.dev/component=operator'.",
            Retryable = true,
        });
    };
}
