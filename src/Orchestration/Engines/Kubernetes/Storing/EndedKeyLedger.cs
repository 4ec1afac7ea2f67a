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

/// <summary>Keys that ended in a namespace, in one ConfigMap, for seven days. Written when a sandbox ends and never otherwise.</summary>
internal sealed class EndedKeyLedger(IKubernetesApi api, string @namespace, TimeProvider time)
{
    private const int MaxKeys = 2000;
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<string, EndedKey> _keys = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);

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

    /// <summary>Keeps a key as ended, durably.</summary>
    public async Task<Result<Done>> EndAsync(string key, string reason, CancellationToken cancellationToken)
    {
        _keys[key] = new EndedKey(key, FailureResource.Cut(reason, 300), time.GetUtcNow());
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await WriteAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets a key that is a sandbox's again; the ConfigMap follows with the next end.</summary>
    public void Revive(string key) => _keys.TryRemove(key, out _);

    private IEnumerable<EndedKey> Current()
    {
        var oldest = time.GetUtcNow() - s_kept;
        return _keys.Values.Where(key => key.EndedAt > oldest).OrderByDescending(key => key.EndedAt).ThenBy(key => key.Key, StringComparer.Ordinal).Take(MaxKeys);
    }

    private async Task<Result<Done>> WriteAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await api.GetAsync(ResourceKinds.ConfigMaps, @namespace, OperatorRights.EndedKeysName, cancellationToken);
            if (!found.IsSuccess && found.Failure.Code != FailureCodes.ObjectNotFound)
            {
                return found.Failure;
            }

            var written = found.IsSuccess
                ? await api.ReplaceAsync(ResourceKinds.ConfigMaps, With(found.Value), subresource: null, cancellationToken)
                : await api.CreateAsync(ResourceKinds.ConfigMaps, With(New()), cancellationToken);
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

    private JsonObject With(JsonObject map)
    {
        var changed = map.Copy();
        changed["data"] = new JsonObject(Current().OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => KeyValuePair.Create(
            key.Key,
            (JsonNode?)JsonValue.Create(new JsonObject { ["reason"] = key.Reason, ["endedAt"] = ForkResource.Write(key.EndedAt) }.ToJsonString()))));
        return changed;
    }

    private void Take(JsonObject map)
    {
        foreach (var (key, text) in map.TextsAt("data"))
        {
            if (Parse(text) is { } entry && entry.TimeAt("endedAt") is { } ended && Router.RoutingKey.TryParse(key, out _, out _))
            {
                _keys.TryAdd(key, new EndedKey(key, entry.TextAt("reason") ?? "it ended", ended));
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
