using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>Applies a strategic merge patch to a workload, as <c>kubectl patch</c> does.</summary>
/// <remarks>
/// Maps merge, null deletes, the lists of <see cref="s_mergeKeys"/> merge by their key, other lists are replaced.
/// <c>$patch</c> with <c>delete</c>, <c>replace</c> or <c>merge</c>, and <c>$retainKeys</c>, are understood; other directives are refused
/// rather than passed over, because the result would then not be what was written.
/// </remarks>
internal static class StrategicPatch
{
    private const int MaxDepth = 40;
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";

    /// <summary>The lists of a pod that merge, each with its key, as the API's own definitions have them.</summary>
    private static readonly Dictionary<string, string> s_mergeKeys = new(StringComparer.Ordinal)
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["volumes"] = "name",
        ["env"] = "name",
        ["imagePullSecrets"] = "name",
        ["resourceClaims"] = "name",
        ["ports"] = "containerPort",
        ["volumeMounts"] = "mountPath",
        ["volumeDevices"] = "devicePath",
        ["hostAliases"] = "ip",
        ["topologySpreadConstraints"] = "topologyKey",
    };

    private static readonly string[] s_allowed = ["template", "replicas", "strategy", "minReadySeconds", "progressDeadlineSeconds"];

    /// <summary>Applies a patch in the shape of a Deployment to one; the given object is left as it is.</summary>
    public static Result<JsonObject> Apply(JsonObject deployment, JsonObject patch)
    {
        if (FindForbidden(patch) is { } forbidden)
        {
            return forbidden;
        }

        try
        {
            return Merge(deployment.Copy(), patch, "");
        }
        catch (PatchException exception)
        {
            return CloneFailures.Patch(exception.Path, exception.Message);
        }
    }

    private static SandboxFailure? FindForbidden(JsonObject patch)
    {
        if (patch.FirstOrDefault(pair => pair.Key != "spec") is { Key: { } outside })
        {
            return CloneFailures.Patch(outside, "is not a part of a fork that can be changed");
        }

        if (patch.ObjectAt("spec") is not { } spec)
        {
            return CloneFailures.Patch("spec", "is missing or no mapping");
        }

        if (spec.FirstOrDefault(pair => !s_allowed.Contains(pair.Key)) is { Key: { } field })
        {
            return CloneFailures.Patch($"spec.{field}", "is not a part of a fork that can be changed");
        }

        return ((string[])["labels", "annotations"])
            .SelectMany(map => (spec.ObjectAt("template", "metadata", map) ?? []).Select(pair => (map, pair.Key)))
            .Where(entry => KnownNames.IsOurs(entry.Key) || entry.Key == KnownNames.ManagedByLabel)
            .Select(entry => CloneFailures.Patch($"spec.template.metadata.{entry.map}.{entry.Key}", "marks a fork as one, and cannot be changed"))
            .FirstOrDefault();
    }

    private static JsonObject Merge(JsonObject target, JsonObject patch, string path)
    {
        CheckDepth(path);
        switch (DirectiveOf(patch, path))
        {
            case "replace":
                return Plain(patch, path);
            case "delete":
                return [];
        }

        foreach (var (name, value) in patch.Where(pair => pair.Key[0] != '$'))
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            switch (target.At(name), value)
            {
                case (_, null):
                    target.Remove(name);
                    break;
                case (null or JsonObject, JsonObject change):
                    target[name] = Merge(target.ObjectAt(name)?.Copy() ?? [], change, at);
                    break;
                case (null or JsonArray, JsonArray change):
                    target[name] = MergeList(target.At(name) as JsonArray, change, s_mergeKeys.GetValueOrDefault(name), at);
                    break;
                case (null or JsonValue, JsonValue):
                    target[name] = value.DeepClone();
                    break;
                default:
                    throw new PatchException(at, "is of another type than what the baseline has there");
            }
        }

        return Retain(target, patch, path);
    }

    private static JsonArray MergeList(JsonArray? target, JsonArray patch, string? key, string path)
    {
        var items = patch.ToList();
        var replaces = items.Any(item => item.ObjectAt() is { Count: 1 } only && only.TextAt(Directive) == "replace");
        if (key is null || replaces)
        {
            return new JsonArray([.. items.Where(item => item.ObjectAt() is not { Count: 1 } only || only.TextAt(Directive) != "replace").Select(item => PlainItem(item, path))]);
        }

        // Entries that the patch does not name keep their place; the named ones come in the patch's order, as the API server puts them.
        var unnamed = target?.Select((item, index) => (Item: item?.DeepClone(), Index: index)).ToList() ?? [];
        var named = new List<(JsonNode? Item, int Index)>();
        foreach (var item in items)
        {
            if (item is not JsonObject change || change.At(key) is not JsonValue id)
            {
                throw new PatchException(path, $"has an entry without '{key}', by which its entries are told apart");
            }

            var at = $"{path}[{id}]";
            var found = unnamed.FindIndex(candidate => candidate.Item.At(key) is { } other && JsonNode.DeepEquals(Normal(other), Normal(id)));
            var (before, place) = found < 0 ? (new JsonObject(), -1) : ((JsonObject)unnamed[found].Item!, unnamed[found].Index); // an item with a key is an object
            if (found >= 0)
            {
                unnamed.RemoveAt(found);
            }

            if (DirectiveOf(change, at) != "delete")
            {
                named.Add((Merge(before, change, at), place));
            }
        }

        return InOrder(unnamed, named);
    }

    /// <summary>An entry of the target comes before a named one that stood behind it there; a new entry comes as early as it can.</summary>
    private static JsonArray InOrder(List<(JsonNode? Item, int Index)> unnamed, List<(JsonNode? Item, int Index)> named)
    {
        var merged = new JsonArray();
        var next = 0;
        foreach (var (item, index) in named)
        {
            for (; next < unnamed.Count && unnamed[next].Index < index; next++)
            {
                merged.Add(unnamed[next].Item);
            }

            merged.Add(item);
        }

        foreach (var (item, _) in unnamed.Skip(next))
        {
            merged.Add(item);
        }

        return merged;
    }

    /// <summary>Numbers that were read from YAML and from JSON are equal when they look equal.</summary>
    private static JsonNode Normal(JsonNode node) => JsonValue.Create(node.ToJsonString());

    private static JsonNode? PlainItem(JsonNode? item, string path) => item is JsonObject entry ? Plain(entry, path) : item?.DeepClone();

    private static JsonObject Plain(JsonObject patch, string path)
    {
        var plain = patch.Copy();
        plain.Remove(Directive);
        return plain.FirstOrDefault(pair => pair.Key.StartsWith('$')) is { Key: { } unknown }
            ? throw new PatchException($"{path}.{unknown}", "is a directive that is not understood here")
            : plain;
    }

    private static string? DirectiveOf(JsonObject patch, string path)
    {
        if (patch.FirstOrDefault(pair => pair.Key.Length == 0 || (pair.Key[0] == '$' && pair.Key is not (Directive or RetainKeys))) is { Key: { } unknown })
        {
            throw new PatchException($"{path}.{unknown}", "is a directive that is not understood here");
        }

        return patch.At(Directive) switch
        {
            null => null,
            var node when node.TextAt() is "delete" or "replace" or "merge" => node.TextAt(),
            var node => throw new PatchException($"{path}.{Directive}", $"is {node.ToJsonString()}, and only 'delete', 'replace' and 'merge' are understood"),
        };
    }

    private static JsonObject Retain(JsonObject target, JsonObject patch, string path)
    {
        if (patch.At(RetainKeys) is not { } keys)
        {
            return target;
        }

        var retained = keys.ListAt();
        if (retained.Count == 0)
        {
            throw new PatchException($"{path}.{RetainKeys}", "is no list of names");
        }

        foreach (var gone in target.Select(pair => pair.Key).Where(name => !retained.Contains(name)).ToList())
        {
            target.Remove(gone);
        }

        return target;
    }

    private static void CheckDepth(string path)
    {
        if (path.Count(c => c is '.' or '[') > MaxDepth)
        {
            throw new PatchException(path, $"is nested deeper than {MaxDepth} levels");
        }
    }

    /// <summary>Leaves the recursion; never leaves this class.</summary>
    private sealed class PatchException(string path, string problem) : Exception(problem)
    {
        public string Path => path;
    }
}
