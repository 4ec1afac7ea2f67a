using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Rights;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;

/// <summary>Deletes the definitions, when nobody in the cluster needs them any more.</summary>
internal sealed class DefinitionRemoval(IKubernetesApi api, TimeProvider time, Patience patience)
{
    public async Task<Result<UninstallReport>> ExecuteAsync(UninstallRequest request, InstalledParts parts, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (request.Definitions == DefinitionsFate.Keep)
        {
            return new UninstallReport([], [], ["the definitions, as asked for"]);
        }

        var reasons = await ReasonsAsync(parts, cancellationToken);
        if (reasons.Count > 0)
        {
            return request.Definitions == DefinitionsFate.Delete
                ? RemovalFailures.DefinitionsInUse(reasons)
                : new UninstallReport([], [], [$"the definitions: {string.Join("; ", reasons)}"]);
        }

        var removal = new ObjectRemoval(api, time, patience, progress);
        var failure = await removal.RemoveAsync([.. InstallManifests.Definitions().Reverse()], cancellationToken);
        return failure is null ? new UninstallReport(removal.Removed, [], []) : failure;
    }

    private async Task<IReadOnlyList<string>> ReasonsAsync(InstalledParts parts, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        if (parts.Others is null)
        {
            reasons.Add("whether other namespaces have an operator may not be looked at");
        }

        reasons.AddRange(parts.Others?.Select(other => $"there is {other}") ?? []);
        var sandboxes = await InstalledParts.SandboxesAsync(api, null, cancellationToken);
        if (!sandboxes.IsSuccess)
        {
            reasons.Add($"whether there are sandboxes elsewhere is not known ({sandboxes.Failure.Code})");
        }
        else if (sandboxes.Value.Count > 0)
        {
            reasons.Add($"there are sandboxes: {string.Join(", ", RemovalFailures.Names(sandboxes.Value))}");
        }

        if (reasons.Count == 0 && await new RightsCheck(api).ForAsync(NeededRights.ToRemove(InstallManifests.Definitions()), cancellationToken) is { } missing)
        {
            reasons.Add($"{missing.Message} {string.Join(", ", missing.Evidence)}".TrimEnd());
        }

        return reasons;
    }
}
