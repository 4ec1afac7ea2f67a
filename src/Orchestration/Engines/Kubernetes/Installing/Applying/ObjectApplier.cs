using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>Compares objects with those in the cluster, and applies those that differ.</summary>
/// <remarks>What is there as it should be is not written at all, so that repeating an installation leaves no trace.</remarks>
internal sealed class ObjectApplier(IKubernetesApi api)
{
    /// <summary>What applying would do, by the server's own word; needs the right to apply.</summary>
    public async Task<Result<ObjectChange>> CompareAsync(JsonObject item, CancellationToken cancellationToken)
    {
        var kind = KindOf(item);
        var current = await ReadAsync(item, cancellationToken);
        if (!current.IsSuccess)
        {
            return current.Failure.Code == FailureCodes.ObjectNotFound ? new ObjectChange(item, ObjectChangeKind.Created, []) : current.Failure;
        }

        var applied = await api.ApplyAsync(kind, item, force: true, isDryRun: true, cancellationToken);
        return applied.IsSuccess ? Changed(item, ObjectDifference.Between(current.Value, applied.Value)) : applied.Failure;
    }

    /// <summary>What applying would do, by reading alone; fields that are no longer wanted are not noticed.</summary>
    public async Task<Result<ObjectChange>> LookAsync(JsonObject item, CancellationToken cancellationToken)
    {
        var current = await ReadAsync(item, cancellationToken);
        return current switch
        {
            { IsSuccess: true } => Changed(item, ObjectDifference.Missing(item, current.Value)),
            { Failure.Code: FailureCodes.ObjectNotFound } => new ObjectChange(item, ObjectChangeKind.Created, []),
            _ => current.Failure,
        };
    }

    /// <summary>Applies an object unless it is as it should be.</summary>
    public async Task<Result<ObjectChange>> ApplyAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        if (change.Kind == ObjectChangeKind.Unchanged)
        {
            return change;
        }

        var applied = await api.ApplyAsync(KindOf(change.Item), change.Item, force: true, isDryRun: false, cancellationToken);
        return applied.IsSuccess ? change : applied.Failure;
    }

    private static ObjectChange Changed(JsonObject item, IReadOnlyList<string> fields) =>
        new(item, fields.Count == 0 ? ObjectChangeKind.Unchanged : ObjectChangeKind.Changed, fields);

    private Task<Result<JsonObject>> ReadAsync(JsonObject item, CancellationToken cancellationToken) =>
        api.GetAsync(KindOf(item), item.TextAt("metadata", "namespace"), item.Name(), cancellationToken);

    private static ResourceKind KindOf(JsonObject item) =>
        ResourceKinds.Of(item) ?? throw new ArgumentException($"'{item.Describe()}' is of a kind that an installation has not.", nameof(item));
}
