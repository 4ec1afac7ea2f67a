using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

/// <summary>Sandboxes as the custom resources of one namespace: read from a cache, written with the version as precondition.</summary>
/// <remarks>
/// What differs decides where it is written: the wish to the object, which users may do; the observation to its status,
/// which only a store with <see cref="IStatusFacts"/> does, that is the operator's.
/// </remarks>
internal sealed class KubernetesSandboxStore(
    IKubernetesApi api, IObjectCache cache, EndedKeyLedger ended, string @namespace, LeaseSpec defaultLease, IStatusFacts? facts, TimeProvider time) : ISandboxStore
{
    private static readonly TimeSpan s_goneLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (string Version, SandboxReading Reading, SandboxRecord? Record)> _read = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SandboxId, SemaphoreSlim> _turns = new();
    private readonly ConcurrentDictionary<SandboxId, IReadOnlyCollection<string>> _runKeys = new();
    private readonly ConcurrentDictionary<string, (string Uid, long Generation)> _written = new(StringComparer.Ordinal);

    public SandboxRecord? Find(SandboxId id) => Resource(id) is { } resource ? Read(resource).Record : null;

    public IReadOnlyList<SandboxRecord> List() =>
        [.. cache.Items.Select(item => Read(item).Record).OfType<SandboxRecord>().OrderBy(record => record.Spec.Id.Value, StringComparer.Ordinal)];

    public IReadOnlyList<EndedKey> EndedKeys() => [.. ended.List().Where(key => cache.Find(@namespace, key.Key) is null)];

    public Task WhenChanged() => cache.WhenChanged();

    /// <summary>The object of a sandbox, for its uid and annotations.</summary>
    public JsonObject? Resource(SandboxId id) => cache.Find(@namespace, id.Value);

    /// <exception cref="ClusterFailureException">The cluster did not take it; nothing has changed then.</exception>
    public async Task<SandboxRecord?> UpdateAsync(SandboxId id, Func<SandboxRecord?, SandboxRecord?> change, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(id, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var resource = Resource(id);
                var (reading, current) = resource is null ? (null, null) : Read(resource);
                var next = change(current);
                if (next is null || ReferenceEquals(next, current))
                {
                    return current;
                }

                var written = await WriteAsync(resource, reading, current, next, cancellationToken);
                if (written.IsSuccess)
                {
                    return Read(written.Value).Record;
                }

                await RetryOrThrowAsync(id, written.Failure, cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>True when the operator has seen, and the routers have confirmed, every wish that was written here.</summary>
    public bool IsConfirmed()
    {
        foreach (var (name, written) in _written)
        {
            if (cache.Find(@namespace, name) is { } resource && resource.Uid() == written.Uid && !IsConfirmed(resource, written.Generation))
            {
                return false;
            }

            _written.TryRemove(KeyValuePair.Create(name, written));
        }

        return true;
    }

    /// <summary>Writes the keys of this program's runs; those of other programs stay. When they end is told by the API server's clock.</summary>
    /// <exception cref="ClusterFailureException">The cluster did not take it.</exception>
    public async Task SetRunKeysAsync(SandboxId id, IReadOnlyCollection<string> keys, TimeSpan life, bool isRenewal, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(id, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (Resource(id) is { } resource && RunKeyEntries.Change(resource, keys, RunKeysOf(id), api.Now + life, isRenewal, api.Now) is { } changed)
            {
                var written = await api.ReplaceAsync(ResourceKinds.Sandboxes, changed, subresource: null, cancellationToken);
                if (written.IsSuccess)
                {
                    _runKeys[id] = [.. keys];
                    Note(written.Value);
                    return;
                }

                await RetryOrThrowAsync(id, written.Failure, cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes the status of a sandbox anew where the facts have changed and the record has not.</summary>
    public async Task SettleAsync(SandboxId id, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(id, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (Resource(id) is { } resource)
            {
                var (reading, record) = Read(resource);
                var written = await WriteStatusAsync(resource, reading, record, cancellationToken);
                if (written.IsSuccess)
                {
                    return;
                }

                await RetryOrThrowAsync(id, written.Failure, cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task RemoveAsync(SandboxId id, string reason, CancellationToken cancellationToken)
    {
        if (Resource(id) is not { } resource)
        {
            return;
        }

        var kept = await ended.EndAsync(id.Value, reason, cancellationToken);
        var removed = kept.IsSuccess
            ? await api.DeleteAsync(ResourceKinds.Sandboxes, @namespace, id.Value, new DeleteOptions(Uid: resource.Uid()), cancellationToken)
            : kept;
        if (!removed.IsSuccess && removed.Failure.Code is not (FailureCodes.ObjectChanged or FailureCodes.ObjectNotFound))
        {
            throw new ClusterFailureException(removed.Failure);
        }

        await WaitUntilGoneAsync(id, resource.Uid(), cancellationToken);
        _read.TryRemove(id.Value, out _);
    }

    private async Task<Result<JsonObject>> WriteAsync(
        JsonObject? resource, SandboxReading? reading, SandboxRecord? current, SandboxRecord next, CancellationToken cancellationToken)
    {
        if (resource is null)
        {
            return ObserveWish(await api.CreateAsync(ResourceKinds.Sandboxes, Created(next), cancellationToken));
        }

        if (current is null || reading is null)
        {
            return reading?.Refusal ?? SandboxUnusable(resource);
        }

        var now = resource;
        if (WishChange.IsWish(current, next))
        {
            var wish = ObserveWish(await api.ReplaceAsync(ResourceKinds.Sandboxes, WishChange.Apply(now, reading, current, next), subresource: null, cancellationToken));
            if (!wish.IsSuccess)
            {
                return wish;
            }

            now = wish.Value;
        }
        else if (facts is null && next.LastActivity > current.LastActivity)
        {
            return Observe(await api.PatchAsync(ResourceKinds.Sandboxes, @namespace, next.Spec.Id.Value, Activity(next), cancellationToken));
        }

        // The record of the change goes into the status whatever the new wish reads like.
        return facts is null ? now : await WriteStatusAsync(now, Read(now).Reading, next, cancellationToken);
    }

    private async Task<Result<JsonObject>> WriteStatusAsync(JsonObject resource, SandboxReading reading, SandboxRecord? record, CancellationToken cancellationToken)
    {
        if (facts is null)
        {
            return resource;
        }

        var status = StatusWriter.Write(facts.Complete(resource, new StatusFacts
        {
            Reading = reading,
            Record = record,
            ExpiresAt = record is null ? null : LeasePolicy.ExpiresAt(record),
            Previous = resource.ObjectAt("status"),
            Now = time.GetUtcNow(),
        }));
        if (JsonNode.DeepEquals(status, resource.ObjectAt("status")))
        {
            return resource;
        }

        var changed = resource.Copy();
        changed["status"] = status;
        return Observe(await api.ReplaceAsync(ResourceKinds.Sandboxes, changed, "status", cancellationToken));
    }

    private JsonObject Created(SandboxRecord record)
    {
        var resource = RoutedSandboxWriter.Write(record.Spec, @namespace);
        WishChange.SetActivity(resource, record);
        return resource;
    }

    private static ObjectPatch Activity(SandboxRecord record)
    {
        var body = new JsonObject();
        WishChange.SetActivity(body, record);
        return new ObjectPatch(PatchKind.Merge, body);
    }

    private Result<JsonObject> ObserveWish(Result<JsonObject> written)
    {
        if (written.IsSuccess)
        {
            Note(written.Value);
        }

        return written;
    }

    private Result<JsonObject> Observe(Result<JsonObject> written)
    {
        if (written.IsSuccess)
        {
            cache.Observe(written.Value);
        }

        return written;
    }

    /// <summary>After a conflict the newest state is read, not waited for, so that a cache that is behind costs one call and no time.</summary>
    private async Task RetryOrThrowAsync(SandboxId id, SandboxFailure failure, CancellationToken cancellationToken)
    {
        if (failure.Code is not (FailureCodes.ObjectChanged or FailureCodes.ObjectExists or FailureCodes.ObjectNotFound))
        {
            throw new ClusterFailureException(failure);
        }

        var newest = await api.GetAsync(ResourceKinds.Sandboxes, @namespace, id.Value, cancellationToken);
        switch (newest)
        {
            case { IsSuccess: true }:
                cache.Observe(newest.Value);
                break;
            case { Failure.Code: FailureCodes.ObjectNotFound } when Resource(id) is { } stale:
                await WaitUntilGoneAsync(id, stale.Uid(), cancellationToken);
                break;
            case { Failure.Code: FailureCodes.ObjectNotFound } when failure.Code != FailureCodes.ObjectNotFound:
                break; // it went between the conflict and the look
            default:
                throw new ClusterFailureException(newest.Failure ?? failure);
        }
    }

    private async Task WaitUntilGoneAsync(SandboxId id, string uid, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_goneLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (true)
        {
            var changed = cache.WhenChanged();
            if (Resource(id)?.Uid() != uid)
            {
                return;
            }

            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new ClusterFailureException(StillThere(id));
            }
        }
    }

    private static bool IsConfirmed(JsonObject resource, long generation) =>
        (resource.LongAt("status", "observedGeneration") ?? 0) >= generation
        && resource.ObjectsAt("status", "conditions").FirstOrDefault(condition => condition.TextAt("type") == "Routed")?.TextAt("status") != "False";

    private IReadOnlyCollection<string> RunKeysOf(SandboxId id) => _runKeys.GetValueOrDefault(id, []);

    private void Note(JsonObject written)
    {
        cache.Observe(written);
        _written[written.Name()] = (written.Uid(), written.LongAt("metadata", "generation") ?? 0);
    }

    private (SandboxReading Reading, SandboxRecord? Record) Read(JsonObject resource)
    {
        var version = $"{resource.Uid()}/{resource.TextAt("metadata", "resourceVersion")}";
        if (_read.TryGetValue(resource.Name(), out var known) && known.Version == version)
        {
            return (known.Reading, known.Record);
        }

        var reading = RoutedSandboxReader.Read(resource, defaultLease);
        var record = UnderstoodSandbox.Of(reading);
        _read[resource.Name()] = (version, reading, record);
        return (reading, record);
    }

    private static SandboxFailure SandboxUnusable(JsonObject resource) => new()
    {
        Code = FailureCodes.ResourceInvalid,
        Category = FailureCategory.User,
        Message = $"The object '{resource.Name()}' cannot be used as a sandbox.",
        Hint = $"Correct it, or delete it with 'kubectl -n {resource.Namespace()} delete rsb {resource.Name()}'.",
    };

    private SandboxFailure StillThere(SandboxId id) => new()
    {
        Code = FailureCodes.ClusterBusy,
        Category = FailureCategory.Environment,
        Message = $"The object of sandbox '{id}' was deleted, and the cluster still shows it after {s_goneLimit.TotalSeconds:0} s.",
        Hint = $"Look for finalizers with 'kubectl -n {@namespace} get rsb {id} -o yaml'.",
        Retryable = true,
    };
}
