using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

/// <summary>Keys that ended in a namespace, in one ConfigMap, for seven days. Written when a sandbox begins or ends and never otherwise.</summary>
/// <remarks>It remembers living keys too: one whose object went while no operator ran would be unknown otherwise, and its requests would meet the baseline.</remarks>
internal sealed class EndedKeyLedger(IKubernetesApi api, string @namespace, TimeProvider time)
{
    private const int MaxKeys = 2000;
    private const string Living = "living";
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<string, EndedKey> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _living = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _noted;
    private long _written;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<EndedKey> List() => [.. Current()];

    /// <summary>Reads what is there. A ConfigMap that is missing, or that we may not read, is an empty one.</summary>
    public async Task<Result<Done>> LoadAsync(CancellationToken cancellationToken)
    {
        var found = await api.GetAsync(ResourceKinds.ConfigMaps, @namespace, OperatorRights.EndedKeysName, cancellationToken);
        if (!found.IsSuccess)
        {
            return found.Failure.Code == FailureCodes.ObjectNotFound ? default(Done) : found.Failure;
        }

        Take(found.Value);
        return default(Done);
    }

    /// <summary>Keeps a key as ended, durably. Keys that end while another one is written are written together, in one call.</summary>
    public async Task<Result<Done>> EndAsync(string key, string reason, CancellationToken cancellationToken)
    {
        _keys[key] = new EndedKey(key, FailureResource.Cut(reason, 300), time.GetUtcNow());
        var noted = Interlocked.Increment(ref _noted);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_written >= noted)
            {
                return default(Done);
            }

            var upTo = Volatile.Read(ref _noted);
            var ended = _keys.Keys.ToList();
            var written = await WriteAsync([.. _living.Keys], cancellationToken);
            if (written.IsSuccess)
            {
                _written = upTo;
                ended.ForEach(each => _living.TryRemove(each, out _));
            }

            return written;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A sandbox's object is gone. From now on its key is an ended one here; that this lasts is <see cref="FollowAsync"/>'s work.</summary>
    public void NoteGone(string key)
    {
        if (_keys.TryAdd(key, GoneNow(key)))
        {
            _living.TryAdd(key, 0);
        }
    }

    /// <summary>Compares with the sandboxes that there are: keeps those as ended that went without us, by kubectl or while no operator ran, and notes new ones.</summary>
    /// <param name="present">Keys of all sandboxes.</param>
    /// <param name="wanted">Those of them that are not about to end; an ended key that is among them is a new sandbox's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Result<Done>> FollowAsync(IReadOnlySet<string> present, IReadOnlySet<string> wanted, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var gone = _living.Keys.Where(key => !present.Contains(key)).ToList();
            var begun = wanted.Where(key => !_living.ContainsKey(key) || _keys.ContainsKey(key)).ToList();
            gone.ForEach(key => _keys.TryAdd(key, GoneNow(key)));
            begun.ForEach(key => _keys.TryRemove(key, out _));
            var written = gone.Count + begun.Count == 0 ? default(Done) : await WriteAsync([.. _living.Keys.Except(gone), .. begun], cancellationToken);
            if (written.IsSuccess)
            {
                gone.ForEach(key => _living.TryRemove(key, out _));
                begun.ForEach(key => _living[key] = 0);
            }

            return written;
        }
        finally
        {
            _turn.Release();
        }
    }

    private EndedKey GoneNow(string key) => new(key, "it was deleted in the cluster", time.GetUtcNow());

    private IEnumerable<EndedKey> Current()
    {
        var oldest = time.GetUtcNow() - s_kept;
        return _keys.Values.Where(key => key.EndedAt > oldest).OrderByDescending(key => key.EndedAt).ThenBy(key => key.Key, StringComparer.Ordinal).Take(MaxKeys);
    }

    private async Task<Result<Done>> WriteAsync(IReadOnlyCollection<string> living, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await api.GetAsync(ResourceKinds.ConfigMaps, @namespace, OperatorRights.EndedKeysName, cancellationToken);
            if (!found.IsSuccess && found.Failure.Code != FailureCodes.ObjectNotFound)
            {
                return found.Failure;
            }

            var written = found.IsSuccess
                ? await api.ReplaceAsync(ResourceKinds.ConfigMaps, With(found.Value, living), subresource: null, cancellationToken)
                : await api.CreateAsync(ResourceKinds.ConfigMaps, With(New(), living), cancellationToken);
            if (written.IsSuccess || written.Failure.Code is not (FailureCodes.ObjectChanged or FailureCodes.ObjectExists or FailureCodes.ObjectNotFound))
            {
                return written.IsSuccess ? default(Done) : written.Failure;
            }
        }
    }

    private JsonObject New() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject
        {
            ["name"] = OperatorRights.EndedKeysName,
            ["namespace"] = @namespace,
            ["labels"] = new JsonObject { [KnownNames.ManagedByLabel] = KnownNames.ManagedBy },
        },
    };

    private JsonObject With(JsonObject map, IReadOnlyCollection<string> living)
    {
        var entries = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var key in living)
        {
            entries[key] = new JsonObject { [Living] = true };
        }

        foreach (var key in Current())
        {
            entries[key.Key] = new JsonObject { ["reason"] = key.Reason, ["endedAt"] = ForkResource.Write(key.EndedAt) };
        }

        var changed = map.Copy();
        changed["data"] = new JsonObject(entries.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value.ToJsonString()))));
        return changed;
    }

    private void Take(JsonObject map)
    {
        foreach (var (key, text) in map.TextsAt("data"))
        {
            var entry = Router.RoutingKey.TryParse(key, out _, out _) ? Parse(text) : null;
            if (entry.TimeAt("endedAt") is { } ended)
            {
                _keys.TryAdd(key, new EndedKey(key, entry.TextAt("reason") ?? "it ended", ended));
            }
            else if (entry.FlagAt(Living))
            {
                _living[key] = 0;
            }
        }
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null; // somebody edited it; a key that cannot be read is an unknown one
        }
    }
}
