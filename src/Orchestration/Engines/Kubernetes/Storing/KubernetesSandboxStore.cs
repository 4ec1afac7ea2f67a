using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;
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
internal sealed class KubernetesSandboxStore : ISandboxStore
{
    private static readonly TimeSpan s_goneLimit = TimeSpan.FromSeconds(10);

    private readonly IKubernetesApi _api;
    private readonly IObjectCache _cache;
    private readonly EndedKeyLedger _ended;
    private readonly string _namespace;
    private readonly LeaseSpec _defaultLease;
    private readonly SandboxLimits? _limits;
    private readonly IStatusFacts? _facts;
    private readonly TimeProvider _time;
    private readonly KeyedSignals _changes = new();
    private readonly ConcurrentDictionary<string, Understood> _read = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SandboxId, SemaphoreSlim> _turns = new();
    private readonly ConcurrentDictionary<SandboxId, IReadOnlyCollection<string>> _runKeys = new();
    private readonly ConcurrentDictionary<string, (string Uid, long Generation)> _written = new(StringComparer.Ordinal);

    public KubernetesSandboxStore(
        IKubernetesApi api, IObjectCache cache, EndedKeyLedger ended, string @namespace, LeaseSpec defaultLease, IStatusFacts? facts, TimeProvider time, SandboxLimits? limits = null)
    {
        _api = api;
        _cache = cache;
        _ended = ended;
        _namespace = @namespace;
        _defaultLease = defaultLease;
        _facts = facts;
        _time = time;
        _limits = limits;
        cache.Changed += change => _changes.Pulse(change.Item.Name());
    }

    public SandboxRecord? Find(SandboxId id) => Resource(id) is { } resource ? Read(resource).Record : null;

    public IReadOnlyList<SandboxRecord> List() =>
        [.. _cache.Items.Select(item => Read(item).Record).OfType<SandboxRecord>().OrderBy(record => record.Spec.Id.Value, StringComparer.Ordinal)];

    public IReadOnlyList<EndedKey> EndedKeys() => [.. _ended.List().Where(key => _cache.Find(_namespace, key.Key) is null)];

    public Task WhenChanged() => _cache.WhenChanged();

    public Task WhenChanged(SandboxId id) => _changes.When(id.Value);

    /// <summary>The object of a sandbox, for its uid and annotations.</summary>
    public JsonObject? Resource(SandboxId id) => _cache.Find(_namespace, id.Value);

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
                var known = resource is null ? null : Read(resource);
                var next = change(known?.Record);
                if (next is null || ReferenceEquals(next, known?.Record))
                {
                    return known?.Record;
                }

                var written = await WriteAsync(resource, known?.Reading, known?.Record, next, cancellationToken);
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
            if (_cache.Find(_namespace, name) is { } resource && resource.Uid() == written.Uid && !IsConfirmed(resource, written.Generation))
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
            while (Resource(id) is { } resource && RunKeyEntries.Change(resource, keys, RunKeysOf(id), _api.Now + life, isRenewal, _api.Now) is { } changed)
            {
                var written = await _api.ReplaceAsync(ResourceKinds.Sandboxes, changed, subresource: null, cancellationToken);
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
                var known = Read(resource);
                var written = await WriteStatusAsync(resource, known.Reading, known.Record, cancellationToken);
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

        var kept = await _ended.EndAsync(id.Value, reason, cancellationToken);
        var removed = kept.IsSuccess
            ? await _api.DeleteAsync(ResourceKinds.Sandboxes, _namespace, id.Value, new DeleteOptions(Uid: resource.Uid()), cancellationToken)
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
            return ObserveWish(await _api.CreateAsync(ResourceKinds.Sandboxes, Created(next), cancellationToken));
        }

        if (current is null || reading is null)
        {
            return reading?.Refusal ?? SandboxUnusable(resource);
        }

        var now = resource;
        if (WishChange.IsWish(current, next))
        {
            var wish = ObserveWish(await _api.ReplaceAsync(ResourceKinds.Sandboxes, WishChange.Apply(now, reading, current, next), subresource: null, cancellationToken));
            if (!wish.IsSuccess)
            {
                return wish;
            }

            now = wish.Value;
        }
        else if (_facts is null && next.LastActivity > current.LastActivity)
        {
            return Observe(await _api.PatchAsync(ResourceKinds.Sandboxes, _namespace, next.Spec.Id.Value, Activity(next), cancellationToken));
        }

        // The record of the change goes into the status whatever the new wish reads like.
        return _facts is null ? now : await WriteStatusAsync(now, Read(now).Reading, next, cancellationToken);
    }

    private async Task<Result<JsonObject>> WriteStatusAsync(JsonObject resource, SandboxReading reading, SandboxRecord? record, CancellationToken cancellationToken)
    {
        if (_facts is null)
        {
            return resource;
        }

        var status = StatusWriter.Write(_facts.Complete(resource, new StatusFacts
        {
            Reading = reading,
            Record = record,
            ExpiresAt = record is null ? null : LeasePolicy.ExpiresAt(record),
            Previous = resource.ObjectAt("status"),
            Now = _time.GetUtcNow(),
        }));
        if (JsonNode.DeepEquals(status, resource.ObjectAt("status")))
        {
            return resource;
        }

        var changed = resource.Copy();
        changed["status"] = status;
        var written = Observe(await _api.ReplaceAsync(ResourceKinds.Sandboxes, changed, "status", cancellationToken));
        if (written.IsSuccess)
        {
            _facts.Written(written.Value, resource.ObjectAt("status"));
        }

        return written;
    }

    private JsonObject Created(SandboxRecord record)
    {
        var resource = RoutedSandboxWriter.Write(record.Spec, _namespace);
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
            _cache.Observe(written.Value);
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

        var newest = await _api.GetAsync(ResourceKinds.Sandboxes, _namespace, id.Value, cancellationToken);
        switch (newest)
        {
            case { IsSuccess: true }:
                _cache.Observe(newest.Value);
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
        using var limit = new CancellationTokenSource(s_goneLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (true)
        {
            var changed = WhenChanged(id);
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
        _cache.Observe(written);
        _written[written.Name()] = (written.Uid(), written.LongAt("metadata", "generation") ?? 0);
    }

    /// <summary>An object of the cache never changes, so that it is understood once.</summary>
    private Understood Read(JsonObject resource)
    {
        if (_read.TryGetValue(resource.Name(), out var known) && (ReferenceEquals(known.Resource, resource) || IsSame(known.Resource, resource)))
        {
            return known;
        }

        var reading = RoutedSandboxReader.Read(resource, _defaultLease, _limits);
        return _read[resource.Name()] = new Understood(resource, reading, UnderstoodSandbox.Of(reading));
    }

    private static bool IsSame(JsonObject left, JsonObject right) =>
        left.Uid() == right.Uid() && left.TextAt("metadata", "resourceVersion") == right.TextAt("metadata", "resourceVersion");

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
        Hint = $"Look for finalizers with 'kubectl -n {_namespace} get rsb {id} -o yaml'.",
        Retryable = true,
    };

    private sealed record Understood(JsonObject Resource, SandboxReading Reading, SandboxRecord? Record);
}
