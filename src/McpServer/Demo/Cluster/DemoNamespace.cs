using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Demo.Cluster;

/// <summary>The namespace of one demo and what the demo made in it. Nothing that was there before is changed or removed.</summary>
internal sealed class DemoNamespace(IKubernetesApi api, string name, TimeProvider time)
{
    private static readonly Patience s_patience = new() { Limit = TimeSpan.FromMinutes(3) };
    private readonly List<JsonObject> _made = [];

    public string Name => name;

    /// <summary>Whether anything of the demo may be in the cluster.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Whether the namespace itself is the demo's, and goes with it.</summary>
    public bool IsOurs { get; private set; }

    /// <summary>Makes the namespace, or takes one that is there and has no operator.</summary>
    public async Task CreateAsync(string claim, CancellationToken cancellationToken)
    {
        var item = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } };
        IsUsed = true; // whether or not the answer arrives
        var created = await api.CreateAsync(ResourceKinds.Namespaces, item, cancellationToken);
        if (created.IsSuccess)
        {
            IsOurs = true;
            return;
        }

        IsUsed = false;
        if (created.Failure.Code is not (FailureCodes.ObjectExists or FailureCodes.Forbidden))
        {
            throw Failed(claim, created.Failure);
        }

        var there = await new Installations(api).FindAsync([name], cancellationToken);
        if (!there.IsSuccess || there.Value.Any(installation => installation.LooksAfter(name)))
        {
            throw there.IsSuccess
                ? new DemoFailure(claim, "a namespace without an operator, because the demo installs its own and removes it", $"an operator looks after '{name}'")
                : Failed(claim, created.Failure.Code == FailureCodes.Forbidden ? created.Failure : there.Failure);
        }

        IsUsed = true;
    }

    /// <summary>Creates objects; one of a name that exists is somebody else's, and ends the demo.</summary>
    public async Task AddAsync(string claim, IEnumerable<JsonObject> objects, CancellationToken cancellationToken)
    {
        foreach (var item in objects)
        {
            var created = await api.CreateAsync(ResourceKinds.Of(item)!, item, cancellationToken); // made of kinds that are known
            _made.Add(created.IsSuccess ? created.Value : throw Failed(claim, created.Failure));
        }
    }

    /// <summary>Removes what the demo made, and waits until it is gone.</summary>
    /// <exception cref="DemoFailure">Something is left.</exception>
    public async Task RemoveAsync(string claim, CancellationToken cancellationToken)
    {
        IReadOnlyList<JsonObject> items = IsOurs
            ? [new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } }]
            : _made;
        foreach (var item in items)
        {
            var deleted = await api.DeleteAsync(ResourceKinds.Of(item)!, SpaceOf(item), item.Name(), DeleteOptions.Usual with { Uid = item.TextAt("metadata", "uid") }, cancellationToken); // as above
            if (!deleted.IsSuccess)
            {
                throw Failed(claim, deleted.Failure);
            }
        }

        foreach (var item in items)
        {
            var gone = await s_patience.UntilAsync(
                async () => (await api.GetAsync(ResourceKinds.Of(item)!, SpaceOf(item), item.Name(), cancellationToken)).Failure is { Code: FailureCodes.ObjectNotFound } missing ? missing : null, // as above
                time,
                cancellationToken);
            if (gone is null)
            {
                throw new DemoFailure(claim, $"no {item.Describe()}", $"it is still there after {s_patience.Limit.TotalSeconds:0} s");
            }
        }

        IsUsed = false;
    }

    public static DemoFailure Failed(string claim, SandboxFailure failure) =>
        new(claim, "the cluster does it", $"{failure.Code}: {failure.Message}", [failure.Hint, .. failure.Evidence]);

    private string? SpaceOf(JsonObject item) => item.Kind() == "Namespace" ? null : name;
}
