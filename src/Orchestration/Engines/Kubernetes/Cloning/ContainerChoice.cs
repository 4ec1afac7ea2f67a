using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>Decides which container of a template a change is for, and which port of it stands behind a port of the Service.</summary>
internal static class ContainerChoice
{
    /// <summary>By name; the only one; by kubectl's annotation; by the port of the Service; else a failure that names them.</summary>
    /// <param name="source">The workload, for messages.</param>
    /// <param name="pod">The pod template, mesh containers taken out.</param>
    /// <param name="name">The name that was asked for.</param>
    /// <param name="targets">Target ports of the Service, numbers or names.</param>
    public static Result<string> Choose(string source, JsonObject pod, string? name, IReadOnlyList<JsonNode> targets)
    {
        var containers = pod.ObjectsAt("spec", "containers").ToList();
        IReadOnlyList<string> names = [.. containers.Select(container => container.TextAt("name") ?? "")];
        var marked = pod.Annotation(KnownNames.DefaultContainerAnnotation);
        var serving = containers.Where(container => targets.Any(target => FindPort(container, target) is not null)).Select(container => container.TextAt("name") ?? "").ToList();
        return (name, names, serving) switch
        {
            ({ } asked, _, _) => names.Contains(asked) ? asked : CloneFailures.ContainerNotFound(source, asked, names),
            (_, [var only], _) => only,
            _ when marked is not null && names.Contains(marked) => marked,
            (_, _, [var only]) => only,
            _ => CloneFailures.ContainerAmbiguous(source, names),
        };
    }

    /// <summary>The number behind a target port in a pod or template; a number is itself, whether it is declared or not.</summary>
    public static int? Resolve(JsonObject pod, JsonNode? target) => target.NumberAt() is { } number
        ? number
        : pod.ObjectsAt("spec", "containers").Select(container => target is null ? null : FindPort(container, target)).FirstOrDefault(port => port is not null);

    /// <summary>The target of a port of a Service: its own port when nothing is said.</summary>
    public static JsonNode TargetOf(JsonObject port) => port.At("targetPort") ?? port.At("port") ?? JsonValue.Create(0);

    private static int? FindPort(JsonObject container, JsonNode target) => container.ObjectsAt("ports")
        .Where(port => target.NumberAt() is { } number ? port.NumberAt("containerPort") == number : port.TextAt("name") == target.TextAt())
        .Select(port => port.NumberAt("containerPort"))
        .FirstOrDefault();
}
