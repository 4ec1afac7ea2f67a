using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;

/// <summary>The objects of a cache by something that they say, such as a label, so that nobody has to look at all of them.</summary>
/// <remarks>Reading is safe at any time; one writer at a time, which is the cache.</remarks>
/// <param name="keyOf">What an object is found by; null for one that is not in the index.</param>
internal sealed class ObjectIndex(Func<JsonObject, string?> keyOf)
{
    private readonly ConcurrentDictionary<string, ImmutableDictionary<(string Namespace, string Name), JsonObject>> _objects = new(StringComparer.Ordinal);

    /// <summary>The objects with a key, in no order.</summary>
    public IEnumerable<JsonObject> Find(string key) => _objects.TryGetValue(key, out var found) ? found.Values : [];

    /// <summary>Follows one change of the cache.</summary>
    /// <param name="before">What was there; null for nothing.</param>
    /// <param name="after">What is there now; null for nothing.</param>
    public void Change(JsonObject? before, JsonObject? after)
    {
        var (old, now) = (before is null ? null : keyOf(before), after is null ? null : keyOf(after));
        if (old is not null && (old != now || NameOf(before!) != NameOf(after!))) // a key means that there is an object
        {
            Remove(old, NameOf(before!)); // as above
        }

        if (now is not null)
        {
            _objects[now] = _objects.GetValueOrDefault(now, ImmutableDictionary<(string, string), JsonObject>.Empty).SetItem(NameOf(after!), after!); // as above
        }
    }

    private void Remove(string key, (string, string) name)
    {
        if (_objects.TryGetValue(key, out var there))
        {
            var left = there.Remove(name);
            if (left.IsEmpty)
            {
                _objects.TryRemove(key, out _);
            }
            else
            {
                _objects[key] = left;
            }
        }
    }

    private static (string Namespace, string Name) NameOf(JsonObject item) => (item.TextAt("metadata", "namespace") ?? "", item.Name());
}
