using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>Waits until definitions are served and pods of a Deployment are ready.</summary>
internal sealed class RolloutWait(IKubernetesApi api, TimeProvider time, Patience patience)
{
    private const int LogLines = 15;

    public async Task<Result<Done>> ForDefinitionAsync(string name, CancellationToken cancellationToken)
    {
        SandboxFailure? last = null;
        var found = await patience.UntilAsync(async () =>
        {
            var definition = await api.GetAsync(ResourceKinds.Definitions, null, name, cancellationToken);
            last = definition.Failure;
            return definition.IsSuccess && PodFacts.Condition(definition.Value, "Established")?.TextAt("status") == "True" ? definition.Value : null;
        }, time, cancellationToken);
        return found is not null ? default(Done) : last ?? NotReady($"The definition '{name}' is not served by the API.", $"Look at 'kubectl get crd {name} -o yaml'.", []);
    }

    /// <summary>Ends when the Deployment is rolled out; at once where something shows that will not pass by itself.</summary>
    public async Task<Result<Done>> ForDeploymentAsync(string @namespace, string name, IProgress<string> progress, CancellationToken cancellationToken)
    {
        RolloutFacts? facts = null;
        SandboxFailure? failure = null;
        var pods = new List<JsonObject>();
        var ended = await patience.UntilAsync<object>(async () =>
        {
            var deployment = await api.GetAsync(ResourceKinds.Deployments, @namespace, name, cancellationToken);
            if (!deployment.IsSuccess)
            {
                failure = deployment.Failure;
                return failure.Retryable ? null : failure;
            }

            var listed = await PodsOfAsync(deployment.Value, cancellationToken);
            pods = listed.IsSuccess ? [.. listed.Value.Items] : [];
            var before = facts?.Activity;
            facts = RolloutFacts.Of(deployment.Value, pods);
            if (facts.Activity != before)
            {
                progress.Report($"{name}: {facts.Activity}");
            }

            return facts.IsReady || facts.Trouble is not null ? facts : null;
        }, time, cancellationToken);
        return (ended, facts) switch
        {
            (RolloutFacts { IsReady: true }, _) => default(Done),
            (SandboxFailure lost, _) => lost,
            (_, null) => failure!, // no look succeeded
            _ => NotReady(
                $"'{name}' in namespace '{@namespace}' is not ready: {facts.Trouble ?? string.Create(CultureInfo.InvariantCulture, $"after {patience.Limit.TotalSeconds:0} s {facts.Activity}.")}",
                $"Mend what it says and run the same command again; 'kubectl -n {@namespace} describe deployment {name}' shows more.",
                await LogAsync(pods, cancellationToken)),
        };
    }

    private static SandboxFailure NotReady(string message, string hint, IReadOnlyList<string> evidence) => new()
    {
        Code = FailureCodes.InstallationNotReady,
        Category = FailureCategory.Environment,
        Message = message,
        Hint = hint,
        Evidence = evidence,
        Retryable = true,
    };

    private Task<Result<ObjectList>> PodsOfAsync(JsonObject deployment, CancellationToken cancellationToken) => api.ListAsync(
        ResourceKinds.Pods,
        deployment.Namespace(),
        new ListOptions { LabelSelector = string.Join(",", deployment.TextsAt("spec", "selector", "matchLabels").Select(pair => $"{pair.Key}={pair.Value}")) },
        cancellationToken);

    /// <summary>The last words of a pod that is not ready.</summary>
    private async Task<IReadOnlyList<string>> LogAsync(IReadOnlyList<JsonObject> pods, CancellationToken cancellationToken)
    {
        if (pods.Where(pod => !PodFacts.IsReady(pod)).SelectMany(PodFacts.Containers).FirstOrDefault(container => container.IsRunning || container.Ended is not null) is not { } container)
        {
            return [];
        }

        var options = new PodLogOptions { Container = container.Name, TailLines = LogLines, Previous = !container.IsRunning && container.Restarts > 0 };
        var log = await api.OpenLogsAsync(container.Pod.Namespace(), container.Pod.Name(), options, cancellationToken);
        if (!log.IsSuccess)
        {
            return [];
        }

        using var reader = new StreamReader(log.Value);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LogLines).Select(line => PodFacts.Cut(line, 400))];
    }
}
