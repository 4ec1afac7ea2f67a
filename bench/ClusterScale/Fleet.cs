using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentSandbox.Bench.ClusterScale;

/// <summary>Many objects of one kind, made as fast as the cluster takes them, and followed by a watch.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const int Makers = 8;

    private readonly Place _place;
    private readonly ResourceKind _kind;
    private readonly Func<JsonObject, bool> _isSettled;
    private readonly ObjectCache _cache;
    private readonly ConcurrentDictionary<string, byte> _settled = new(StringComparer.Ordinal);

    private Fleet(Place place, ResourceKind kind, Func<JsonObject, bool> isSettled)
    {
        (_place, _kind, _isSettled) = (place, kind, isSettled);
        _cache = new ObjectCache(place.Api, kind, place.Namespace, ListOptions.All, TimeProvider.System, NullLogger.Instance) { Changed = OnChanged };
        _cache.Start();
    }

    public int Settled => _settled.Count;

    public static Fleet Sandboxes(Place place) => new(
        place,
        ResourceKinds.Sandboxes,
        item => item.LongAt("status", "observedGeneration") == item.LongAt("metadata", "generation")
            && item.ObjectsAt("status", "conditions").Any(condition => condition.TextAt("type") == "Ready" && condition.TextAt("status") == "True"));

    /// <summary>Plain Deployments, settled when their controller has seen them.</summary>
    public static Fleet Deployments(Place place) => new(place, ResourceKinds.Deployments, item => item.LongAt("status", "observedGeneration") == item.LongAt("metadata", "generation"));

    public static JsonObject Sandbox(string name, string @namespace) => new()
    {
        ["apiVersion"] = KnownNames.ApiVersion,
        ["kind"] = KnownNames.SandboxKind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
        ["spec"] = new JsonObject
        {
            ["owner"] = new JsonObject { ["user"] = "bench" },
            ["forks"] = new JsonArray(new JsonObject { ["service"] = Place.Service, ["image"] = "registry.example/orders:2", ["replicas"] = 0 }),
        },
    };

    public Task WhenCompleteAsync() => _cache.WhenCompleteAsync(CancellationToken.None);

    public Task CreateAsync(IEnumerable<JsonObject> items) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Makers }, async (item, cancellationToken) => Place.Get(await _place.Api.CreateAsync(_kind, item, cancellationToken)));

    public Task DeleteAsync(IEnumerable<string> names) =>
        Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = Makers }, async (name, cancellationToken) => Place.Get(await _place.Api.DeleteAsync(_kind, _place.Namespace, name, DeleteOptions.Usual, cancellationToken)));

    /// <summary>Waits until so many are settled, or until so many are left.</summary>
    public async Task WhenAsync(Func<int, bool> isEnough)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        while (true)
        {
            var changed = _cache.WhenChanged();
            if (isEnough(_settled.Count))
            {
                return;
            }

            await changed.WaitAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync() => await _cache.DisposeAsync();

    private void OnChanged(WatchEvent change)
    {
        if (change.Kind != WatchEventKind.Deleted && _isSettled(change.Item))
        {
            _settled[change.Item.Name()] = 0;
        }
        else
        {
            _settled.TryRemove(change.Item.Name(), out _);
        }
    }
}
