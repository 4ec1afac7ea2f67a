using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>Counts what the API server keeps in a namespace, of every kind that can be listed, without events.</summary>
internal sealed class ApiObjects(Workspace workspace)
{
    private IReadOnlyList<ResourceKind>? _kinds;

    public async Task<int> CountAsync(string @namespace)
    {
        _kinds ??= await KindsAsync();
        var count = 0;
        foreach (var kind in _kinds)
        {
            count += (await workspace.ListAsync(kind, @namespace)).Count;
        }

        return count;
    }

    private async Task<IReadOnlyList<ResourceKind>> KindsAsync()
    {
        var groups = (await ReadAsync("/apis")).ObjectsAt("groups").Select(group => group.TextAt("preferredVersion", "groupVersion")).OfType<string>().ToList();
        var kinds = new List<ResourceKind>();
        foreach (var version in (string[])["v1", .. groups])
        {
            var listed = await ReadAsync(version == "v1" ? "/api/v1" : $"/apis/{version}");
            kinds.AddRange(listed.ObjectsAt("resources")
                .Where(resource => resource.FlagAt("namespaced") && resource.ListAt("verbs").Contains("list") && resource.TextAt("name") is { } name && !name.Contains('/', StringComparison.Ordinal))
                .Select(resource => new ResourceKind(version, resource.Kind(), resource.TextAt("name") ?? "")));
        }

        // Some kinds are served in two groups, such as events and ingresses.
        return [.. kinds.Where(kind => kind.Plural != "events").DistinctBy(kind => kind.Plural)];
    }

    private async Task<System.Text.Json.Nodes.JsonObject> ReadAsync(string path)
    {
        var read = await workspace.Api.ReadAsync(path, CancellationToken.None);
        return read.IsSuccess ? read.Value : throw new InvalidOperationException($"{read.Failure}");
    }
}
