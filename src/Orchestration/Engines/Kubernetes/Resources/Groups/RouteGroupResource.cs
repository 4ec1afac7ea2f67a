using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Groups;

/// <summary>A route group between its record and its custom resource.</summary>
internal static class RouteGroupResource
{
    public static JsonObject Write(RouteGroup group, string @namespace) => new()
    {
        ["apiVersion"] = KnownNames.ApiVersion,
        ["kind"] = KnownNames.GroupKind,
        ["metadata"] = new JsonObject { ["name"] = group.Name.Value, ["namespace"] = @namespace },
        ["spec"] = new JsonObject
        {
            ["sandboxes"] = group.Sandboxes.Select(name => name.Value).ToList().ToJson(),
            ["owner"] = new JsonObject { ["user"] = group.Owner.User, ["tree"] = group.Owner.Tree },
        },
    };

    /// <summary>Reads one, whoever wrote it; the API server has checked what the schema says.</summary>
    public static Result<RouteGroup> Read(JsonObject resource)
    {
        var name = SandboxId.Parse(resource.Name());
        if (!name.IsSuccess)
        {
            return name.Failure;
        }

        var members = resource.ListAt("spec", "sandboxes").Select(SandboxId.Parse).ToList();
        if (members.FirstOrDefault(member => !member.IsSuccess) is { } unusable)
        {
            return unusable.Failure!; // it is no success
        }

        return new RouteGroup
        {
            Name = name.Value,
            Sandboxes = [.. members.Select(member => member.Value)],
            Owner = new Owner(
                resource.TextAt("spec", "owner", "user") ?? resource.Annotation(KnownNames.OwnerAnnotation) ?? RoutedSandboxReader.Nobody,
                resource.TextAt("spec", "owner", "tree") ?? $"namespace {resource.Namespace()}"),
        };
    }
}
