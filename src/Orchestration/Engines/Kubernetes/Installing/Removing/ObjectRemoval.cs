using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;

/// <summary>Deletes objects one after the other; each is gone, with what it owns, before the next one goes.</summary>
/// <remarks>So the pods of a Deployment end with the rights and addresses that they need for it.</remarks>
internal sealed class ObjectRemoval(IKubernetesApi api, TimeProvider time, Applying.Patience patience, IProgress<string> progress)
{
    private static readonly DeleteOptions s_withOwned = new(Propagation: "Foreground");
    private readonly List<string> _removed = [];

    /// <summary>What was there.</summary>
    public IReadOnlyList<string> Removed => _removed;

    public async Task<SandboxFailure?> RemoveAsync(IReadOnlyList<JsonObject> objects, CancellationToken cancellationToken)
    {
        foreach (var item in objects)
        {
            if (await RemoveAsync(item, cancellationToken) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private async Task<SandboxFailure?> RemoveAsync(JsonObject item, CancellationToken cancellationToken)
    {
        var (kind, place) = (ResourceKinds.Of(item)!, item.TextAt("metadata", "namespace")); // of an installation
        var found = await api.GetAsync(kind, place, item.Name(), cancellationToken);
        if (!found.IsSuccess)
        {
            return found.Failure.Code == FailureCodes.ObjectNotFound ? null : found.Failure;
        }

        if (kind != ResourceKinds.Definitions && found.Value.Labels().GetValueOrDefault(KnownNames.ManagedByLabel) != KnownNames.ManagedBy)
        {
            return null; // somebody else's, under the same name
        }

        progress.Report($"- {RemovalFailures.Name(item)}");
        var deleted = await api.DeleteAsync(kind, place, item.Name(), s_withOwned with { Uid = found.Value.Uid() }, cancellationToken);
        if (!deleted.IsSuccess && deleted.Failure.Code != FailureCodes.ObjectChanged)
        {
            return deleted.Failure;
        }

        var gone = await patience.UntilAsync(async () =>
        {
            var still = await api.GetAsync(kind, place, item.Name(), cancellationToken);
            return still is { IsSuccess: false, Failure.Code: FailureCodes.ObjectNotFound } ? "" : null;
        }, time, cancellationToken);
        if (gone is null)
        {
            return RemovalFailures.ObjectsRemain([found.Value]);
        }

        _removed.Add(RemovalFailures.Name(item));
        return null;
    }
}
